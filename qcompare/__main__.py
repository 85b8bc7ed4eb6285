"""``python -m qcompare`` is the same as ``qcompare``."""

import sys

from qcompare.cli import main

if __name__ == "__main__":
    sys.exit(main())
