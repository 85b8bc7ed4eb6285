"""The rules of levels stated by comparison (:mod:`qcompare.coding.relations.comparisons` reads them)."""

from __future__ import annotations

from qcompare.coding.rules import Rule, table

_COMPARED = "codebook 1.1, relative: the level is fixed by comparison with a named reference"
COMPARISONS = table(
    Rule(
        id="relation.average", decides="relative", looks="verb, group and reference", why=_COMPARED,
        examples=("资源利用率‹高于›全省平均数。",), counter_examples=("资源利用率‹高于›以往。",),
    ),
    Rule(
        id="relation.standard", decides="relative", looks="verb and reference", why=_COMPARED,
        examples=("出厂产品‹达到›国家标准要求。",), counter_examples=("按照国家标准‹达到›一致。",),
    ),
    Rule(
        id="relation.goal", decides="relative", looks="verb and reference",
        why="codebook 2.2: 达到国家下达的目标, 控制在省里要求范围内",
        examples=("二氧化硫排放量‹达到›国家下达的目标要求。", "能耗‹控制在›省里要求范围内。"),
        counter_examples=("二氧化硫排放量‹达到›1000吨。",),
    ),
    Rule(
        id="relation.growth", decides="relative", looks="verb and reference", why=_COMPARED,
        examples=("居民收入增速‹高于›经济增速。",), counter_examples=("居民收入增速‹高于›5%。",),
    ),
    Rule(
        id="relation.rank.within", decides="relative", looks="verb, group and rank",
        why="codebook 1.1, relative: a rank within a named group",
        examples=("质量水平‹位居›全省前列。", "综合竞争力‹跻身›省内第一集团。"), counter_examples=("质量水平‹位居›领先。",),
    ),
    Rule(
        id="relation.rank.placed", decides="relative", looks="group before the verb, rank",
        why="codebook 1.1, relative: a rank within a named group",
        examples=("质量水平‹在›全省处于前列。",), counter_examples=("质量水平‹在›发展中处于前列。",),
    ),
    Rule(
        id="relation.rank.bare", decides="relative", looks="group and rank at the end of a clause",
        why="codebook 1.1, relative: a rank within a named group",
        examples=("重点产品质量‹国内›一流。",), counter_examples=("打造一批‹行业›领先的特色品牌。",),
    ),
    Rule(
        id="relation.rank.built", decides="relative", looks="verb of building, group and rank",
        why="codebook 1.1, relative: a rank within a named group",
        examples=("形成‹国内›领先的检测体系。",), counter_examples=("形成‹国内›领先的品牌。",),
    ),
    Rule(
        id="relation.in_step", decides="relative", looks="与…同步, with what",
        why="codebook 2.2: 与经济增长同步, one per subject",
        examples=("居民收入‹与›经济增长同步。",), counter_examples=("居民收入‹与›经济增长的关系。",),
    ),
    Rule(
        id="relation.water_class", decides="relative", looks="verb and class",
        why="codebook 2.2: Ⅲ类及以上 is a named standard",
        examples=("干流水质稳定保持在‹Ⅲ类›及以上。",), counter_examples=("达到‹Ⅲ类›的断面增加。",),
    ),
)  # fmt: skip
