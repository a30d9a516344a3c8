"""Reproduce a table: how games end, with intervals, in the same order and to the same digit each time.

    python examples/reproduce_a_table.py [GAMES]

The cells of this script can be pasted into a notebook as they stand: workers are processes of the command `diplogame` and
import nothing of yours.
"""

# %% Play. The same seed gives the same games on any machine and any number of workers; run it again, and it goes on or is done.
import sys
import tempfile
from pathlib import Path

import polars as pl

from diplogame import run_batch
from diplogame.batch.report.intervals import share

games = int(sys.argv[1]) if len(sys.argv) > 1 else 400
folder = Path(tempfile.gettempdir()) / f"diplogame-table-{games}"
results = run_batch("one_lesson", games=games, seed=1, out=folder)

# %% The table.
counts = dict(results.games.group_by("ending").len().with_columns(pl.col("ending").cast(pl.String)).iter_rows())
print(f"{'ending':<20} {'games':>6} {'share':>7}   95% interval")
for ending in results.games.schema["ending"].categories:
    at = share(counts.get(ending, 0), len(results.games))
    print(f"{ending:<20} {counts.get(ending, 0):>6} {at.value:>7.1%}   {at.low:.1%} to {at.high:.1%}")
print(f"digest of all games: {results.digest}")

# %% Any row is a game: this command plays it again, with the same digest.
war = results.games.filter(pl.col("ending").cast(pl.String).str.ends_with("war"))
game = int(war["game"][0]) if len(war) else 0
print(f"diplogame replay {folder} --game {game}")
