"""Sweep Russia's oil band: where Moscow would like the price of oil, and what that does to the game.

    python examples/sweep_the_oil_band.py [GAMES]

All settings share their luck, game by game, so that the differences below are paired.
"""

# %% A design: the band moved up in five steps of ten dollars. `list parameters` prints every path that can be varied.
import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from diplogame import run_batch
from diplogame.batch.report.intervals import mean

BAND = "states.russia.goals.oil_band.params"
EDGE = f"{BAND}.low"
games = int(sys.argv[1]) if len(sys.argv) > 1 else 100
folder = Path(tempfile.gettempdir()) / f"diplogame-band-{games}"
points = [{f"{BAND}.low": low, f"{BAND}.high": low + 20} for low in (60, 70, 80, 90, 100)]
results = run_batch(
    "one_lesson", games=games, seed=2, out=folder, design={"title": "Russia's oil band", "points": points}
)

# %% What Russia orders about its exports, and what the price does.
exports = (
    results.scan("events")
    .filter(
        (pl.col("source") == "russia")
        & pl.col("verb").is_in(["cut_exports", "ship_more"])
        & (pl.col("kind") == "order")
    )
    .group_by("game", "verb")
    .len()
    .collect()
    .pivot("verb", index="game", values="len")
)
table = results.games.join(exports, on="game", how="left").with_columns(
    pl.col("^(cut_exports|ship_more)$").fill_null(0)
)
edges = results.design.varied[EDGE]
print(
    f"{'lower edge':>10} {'mean Brent':>11} {'cuts a game':>12} {'score of Russia':>16}   change against {edges[0]:g}"
)
base = table.filter(pl.col(EDGE) == edges[0]).sort("seed")
for edge in edges:
    here = table.filter(pl.col(EDGE) == edge).sort("seed")
    cuts = here["cut_exports"].mean() if "cut_exports" in here.columns else 0.0
    change = mean(np.asarray(here["score_russia"]) - np.asarray(base["score_russia"]))
    paired = "" if edge == edges[0] else f"{change.value:+.2f} ({change.low:+.2f} to {change.high:+.2f})"
    print(
        f"{edge:>10g} {here['mean_brent'].mean():>11.1f} {cuts:>12.2f} {here['score_russia'].mean():>16.1f}   {paired}"
    )

# %% The whole story, as a page: endings, fans, who acted on whom, effects of each level.
print(f"diplogame report {folder}")
