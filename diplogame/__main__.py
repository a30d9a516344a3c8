"""`python -m diplogame`: the same as the command `diplogame`."""

from __future__ import annotations

import sys

from diplogame.cli import main

if __name__ == "__main__":
    sys.exit(main())
