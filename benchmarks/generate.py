"""Plans of the genre, as many as wanted: for load, never for accuracy.

The texts have the look of plans (lengths, numbering, goals with levels, scripts, encodings, noise of scans) so that a run
over them costs what a run over real plans costs. They are put together from some dozens of phrases at random, nobody has
coded them, and how well they are coded says nothing about how well real plans are. Plan number n of a seed is always
the same bytes.

    python -m benchmarks.generate 1000 -o plans/
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from qcompare.lexicon import rows

PLACES = (
    "吉林省四平市", "安徽省", "江苏省南通市", "山东省青岛市", "天津市", "河北省石家庄市", "湖北省宜昌市", "四川省绵阳市", "云南省昆明市",
    "广东省佛山市", "浙江省宁波市", "福建省泉州市", "陕西省宝鸡市", "甘肃省", "黑龙江省大庆市", "河南省洛阳市", "江西省赣州市", "湖南省株洲市",
)  # fmt: skip
RATES = (
    "产品质量监督抽查合格率", "主要农产品质量安全抽检合格率", "重点工程质量一次验收合格率", "食品安全监督抽检合格率", "生产性服务业顾客满意度",
    "生活性服务业顾客满意度", "规模以上工业企业首席质量官制度覆盖率", "强制性产品认证覆盖率", "重点行业主要污染物排放达标率", "公共交通运营车辆准点率",
    "计量器具受检率", "特种设备定期检验率", "大中型企业质量管理体系认证率", "药品抽检合格率", "高速公路优良路率", "棚户区改造工程竣工验收合格率",
)  # fmt: skip
COUNTS = (
    ("中国驰名商标", "件"), ("省级名牌产品", "个"), ("国家地理标志保护产品", "个"), ("国家标准", "项"), ("行业标准", "项"), ("质量标杆企业", "家"),
    ("国家级检验检测中心", "个"), ("有机食品认证", "个"), ("发明专利", "件"), ("质量管理小组", "个"), ("全国质量强市示范城市", "个"), ("质量工程师", "名"),
)  # fmt: skip
SUBJECTS = (
    "各级质量监督部门", "有关部门和单位", "规模以上企业", "行业协会", "检验检测机构", "重点行业龙头企业", "各县（市、区）人民政府", "社会各界", "中小微企业", "科研院所",
)  # fmt: skip
VERBS = (
    "加强", "完善", "健全", "推进", "深化", "提升", "落实", "建立", "强化", "优化", "引导", "支持", "培育", "规范", "加快", "全面实施",
)  # fmt: skip
OBJECTS = (
    "质量安全监管体系", "企业质量主体责任", "标准化战略", "计量基础能力", "认证认可工作", "检验检测公共服务平台", "质量诚信体系建设", "品牌培育机制",
    "质量统计分析制度", "质量奖励激励政策", "产品质量追溯制度", "缺陷产品召回制度", "先进质量管理方法", "质量教育培训", "风险监测和预警", "名牌发展战略",
    "质量技术创新", "服务质量标准体系", "节能减排和清洁生产", "质量文化建设", "假冒伪劣专项整治", "重点产品质量提升行动", "工程质量监理制度", "绿色制造体系",
)  # fmt: skip
AIMS = (
    "不断提高质量总体水平", "更好满足人民群众需要", "促进经济发展方式转变", "形成齐抓共管的工作格局", "增强企业核心竞争力", "保障人民群众生命财产安全", "为经济社会发展提供有力支撑", "营造公平竞争的市场环境",
)  # fmt: skip
AFTER = ("以上", "以上", "以上", "", "", "左右", "以内")
BEFORE = ("达到", "达到", "达到", "保持在", "稳定在", "提高到", "不低于", "力争达到", "超过")
SECTIONS = (
    "指导思想",
    "基本原则",
    "主要目标",
    "重点任务",
    "保障措施",
    "组织实施",
    "提升产品质量",
    "提升工程质量",
    "提升服务质量",
    "夯实质量基础",
    "加强监督管理",
    "优化发展环境",
)
DIGITS = "零一二三四五六七八九十"


def plans(count: int, *, seed: int = 1, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of so many plans."""
    for number in range(first, first + count):
        yield f"plan{number:07d}", data(number, seed)


def data(number: int, seed: int = 1) -> bytes:
    """Return the bytes of one plan: its text in one of the encodings and line ends that plans come in."""
    chance = random.Random(f"{seed}-{number}")
    written = dressed(chance, text(chance))
    if chance.random() < 0.3:
        written = written.replace("\n", "\r\n")
    encoding = chance.choices(("utf-8", "utf-8-sig", "gb18030", "utf-16"), (0.7, 0.1, 0.17, 0.03))[0]
    return written.encode(encoding)


def text(chance: random.Random, length: int | None = None) -> str:
    """Return the text of a plan: title, goals, measures, in one of four numbering styles, some ten thousand characters."""
    length = length or min(120_000, max(1_500, int(chance.lognormvariate(9.1, 0.6))))
    place, start = chance.choice(PLACES), chance.randint(2008, 2021)
    end = start + chance.choice((3, 4, 5, 5, 8))
    style = chance.choice((_chinese, _chapters, _arabic, _bare))
    lines = [
        f"{place}人民政府办公室关于印发{place}质量发展规划（{start}-{end}年）的通知",
        f"{place[:1]}政办发〔{start}〕{chance.randint(1, 199)}号",
    ]
    lines += [
        "各县（市、区）人民政府，市政府各委办局、各直属单位：",
        f"《{place}质量发展规划（{start}-{end}年）》已经市政府同意，现印发给你们，请认真贯彻执行。",
    ]
    written, section = sum(map(len, lines)), 0
    while written < length:
        title = SECTIONS[section] if section < len(SECTIONS) else f"{chance.choice(VERBS)}{chance.choice(OBJECTS)}"
        more = [style(1, section, title)]
        more += [
            style(2, part, f"{chance.choice(VERBS)}{chance.choice(OBJECTS)}。") + _paragraph(chance, end, section == 2)
            for part in range(chance.randint(2, 5))
        ]
        lines += more
        written += sum(map(len, more))
        section += 1
    lines += [f"{place}人民政府办公室", f"{start}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"]
    return "\n".join(lines) + "\n"


def _paragraph(chance: random.Random, year: int, goals: bool) -> str:
    lead = f"到{year}年，" if goals and chance.random() < 0.8 else ""
    return lead + "".join(_sentence(chance, goals) for _ in range(chance.randint(3, 9)))


def _sentence(chance: random.Random, goals: bool) -> str:
    if chance.random() < (0.6 if goals else 0.05):
        levels = [_level(chance) for _ in range(chance.randint(1, 3))]
        return f"{'，'.join(levels)}{chance.choice('。。；')}"
    first = (
        f"{chance.choice(SUBJECTS)}要{chance.choice(VERBS)}{chance.choice(OBJECTS)}，" if chance.random() < 0.4 else ""
    )
    rest = "、".join(f"{chance.choice(VERBS)}{chance.choice(OBJECTS)}" for _ in range(chance.randint(1, 3)))
    return f"{first}{rest}，{chance.choice(AIMS)}。"


def _level(chance: random.Random) -> str:
    if chance.random() < 0.6:
        value = chance.choice(
            (
                f"{chance.randint(80, 100)}%",
                f"{chance.uniform(80, 99.9):.1f}％",
                f"百分之{DIGITS[chance.randint(6, 9)]}十",
            )
        )
        return f"{chance.choice(RATES)}{chance.choice(BEFORE)}{value}{chance.choice(AFTER)}"
    name, unit = chance.choice(COUNTS)
    number = chance.choice(
        (
            str(chance.randint(1, 300)),
            f"{chance.randint(1, 9)}~{chance.randint(10, 40)}",
            f"{chance.randint(1, 20)}0余",
            f"{chance.randint(1, 30)}万",
        )
    )
    return f"{chance.choice(('新增', '累计达到', '力争培育', '每年制定', '争创'))}{name}{number}{unit}"


def _chinese(level: int, number: int, title: str) -> str:
    return f"{_counted(number)}、{title}" if level == 1 else f"（{_counted(number)}）{title}"


def _chapters(level: int, number: int, title: str) -> str:
    return f"第{_counted(number)}章　{title}" if level == 1 else f"第{_counted(number)}节　{title}"


def _arabic(level: int, number: int, title: str) -> str:
    return f"{number + 1}. {title}" if level == 1 else f"{number + 1}.{number + 1} {title}"


def _bare(level: int, number: int, title: str) -> str:
    return title if level == 1 else f"　　{title}"


def _counted(number: int) -> str:
    hundreds, rest = divmod(number + 1, 100)
    tens, ones = divmod(rest, 10)
    head = f"{DIGITS[hundreds]}百" + ("零" if ones and not tens else "") if hundreds else ""
    return (
        head
        + (DIGITS[tens] if tens > 1 or (hundreds and tens) else "")
        + ("十" if tens else "")
        + (DIGITS[ones] if ones else "")
    )


def dressed(chance: random.Random, plain: str) -> str:
    """Return a text as such texts come: some traditional, full width, scanned with spaces in numerals, or wrapped."""
    if chance.random() < 0.06:
        plain = plain.translate(_traditional())
    if chance.random() < 0.15:
        plain = plain.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    if chance.random() < 0.05:
        plain = re.sub(r"(?<=\d)(?=\d)", " ", plain)
    return _wrapped(plain, chance.choice((32, 36, 40))) if chance.random() < 0.12 else plain


def _wrapped(plain: str, width: int) -> str:
    """Return a text with hard line breaks, and a page number every forty lines."""
    lines = [line[at : at + width] for line in plain.splitlines() for at in range(0, max(len(line), 1), width)]
    for page, at in enumerate(range(40, len(lines), 41), 1):
        lines.insert(at, f"- {page} -")
    return "\n".join(lines) + "\n"


@cache
def _traditional() -> dict[int, str]:
    return {
        ord(row["simplified"]): row["traditional"] for row in reversed(rows("traditional")) if row["when"] == "always"
    }


def write(folder: Path, count: int, *, seed: int = 1, each: int = 1000) -> int:
    """Write so many plans into a folder, ``each`` to a folder inside, on all cores; return how many bytes they take."""
    tasks = [
        (folder / f"{first // each:04d}", first, min(each, count - first), seed) for first in range(0, count, each)
    ]
    if count < 1000:
        return sum(map(_write, tasks))
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        return sum(pool.map(_write, tasks))


def _write(task: tuple[Path, int, int, int]) -> int:
    folder, first, count, seed = task
    folder.mkdir(parents=True, exist_ok=True)
    return sum((folder / f"{name}.txt").write_bytes(content) for name, content in plans(count, seed=seed, first=first))


def main() -> None:
    """Write plans into a folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("count", type=int, help="how many plans")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{given.count} plans, {write(given.output, given.count, seed=given.seed) / 1e6:.1f} MB in {given.output}")


if __name__ == "__main__":
    main()
