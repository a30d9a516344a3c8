"""`diplogame review`: the after-action review of a recorded game, as one page."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from diplogame.game import Game
from diplogame.record import check_place
from diplogame.review import write_review
from diplogame.texts import text


def run(options: Namespace) -> int:
    """Reads the record and writes the page beside it, or where --out says."""
    game = Game.load(options.file, until_fault=options.salvage)
    page = Path(options.out) if options.out else Path(options.file).with_suffix(".html")
    check_place(page)
    if game.notice:
        print(game.notice, file=sys.stderr)
    if sys.stderr.isatty():
        print(text("review.loading"), file=sys.stderr)
    place = write_review(game, page, options.futures)
    print(text("review.written", file=place))
    return 0
