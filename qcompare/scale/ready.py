"""Importing this makes a process ready to code: the workers of a run are copies of a process that imported it.

It codes one of the plans that come with qcompare, so that word lists are read, patterns compiled and libraries loaded. For
processes that do nothing else.
"""

from __future__ import annotations

import gc

from qcompare.paths import plans_dir
from qcompare.scale.partitions import Partition
from qcompare.scale.work import code_partition
from qcompare.text.formats.sources import sources

code_partition(Partition("", tuple(sources(plans_dir() / "siping.txt")), ("targets", "numerals", "plans", "sentences")))
gc.collect()
gc.freeze()  # what is here stays: a collection that touches it would copy it into every worker
