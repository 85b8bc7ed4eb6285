"""Page furniture (navigation, counters, print buttons, addresses) told apart from the plan."""

from __future__ import annotations

import re

_FURNITURE = re.compile(
    r"https?://|www\.|点击(?:次数|数|率|量)|浏览(?:次数|量|数)|阅读次数|来源 ?:|字体(?:大小)?|字号 ?:|打印|扫一扫|分享到|上一篇|下一篇|返回顶部|版权所有|ICP备|公网安备"
    r"|索引号|网站地图|主办单位|技术支持|当前位置|^首页|相关(?:词条|链接|文章|阅读)|热门词条|联络我们|联系我们|基本介绍|中文名|发布(?:单位|文号|日期|机构)|成文日期|生效日期|有效性|废止日期|发文(?:单位|字号|机关|日期)|^[•·] ?文号|^备注"
    r"|^时间 ?:|责任编辑|信息分类|主题词|由.{2,30}(?:颁布|发布|印发)的(?:文件|档案|法规)"
)


def is_furniture(line: str, top: int, bottom: int) -> bool:
    """Tell whether a short line belongs to the page and not to the plan.

    Parameters
    ----------
    line
        The line, normalised.
    top, bottom
        How many lines stand above and below it.
    """
    return bool(_FURNITURE.search(line)) and (top < 30 or bottom < 20)
