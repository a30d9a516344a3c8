"""Keeps the made parts of the documentation true: `python docs/make.py` writes them, `--check` says which are not.

In a page, what stands between `<!-- made: NAME -->` and `<!-- end -->` is made by the function NAME of `tables.py`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def made(page: str) -> str:
    """The page with all its made parts made anew. Raises KeyError for a part that nothing makes."""
    from tables import MADE

    return PART.sub(lambda found: f"{found[1]}\n{MADE[found[2]]()}\n\n{found[3]}", page)


def pages() -> list[Path]:
    """All pages that have made parts."""
    return [path for path in sorted(HERE.rglob("*.md")) if PART.search(path.read_text(encoding="utf-8"))]


def main(check: bool) -> int:
    """Writes, or with `check` only compares. Returns 1 if a page was not up to date in a check."""
    stale = []
    for path in pages():
        old = path.read_text(encoding="utf-8")
        new = made(old)
        if new != old:
            stale.append(path)
            if not check:
                path.write_text(new, encoding="utf-8", newline="\n")
    for path in stale:
        print(
            f"{path.relative_to(HERE.parent)}: {'is not up to date; run python docs/make.py' if check else 'written'}"
        )
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
