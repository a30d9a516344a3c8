"""Compare two minds: does a finding hold when states choose otherwise?

    python examples/compare_two_minds.py [GAMES]

The default mind seeks its goals with reference points, ties and reciprocity; `tit_for_tat` answers force with force. Both play the same games.
"""

# %% Play both, on the same luck.
import sys
import tempfile
from pathlib import Path

import polars as pl

from diplogame import run_batch
from diplogame.batch.report import write_report
from diplogame.batch.report.data import Data
from diplogame.batch.report.findings import findings

games = int(sys.argv[1]) if len(sys.argv) > 1 else 200
folder = Path(tempfile.gettempdir()) / f"diplogame-minds-{games}"
results = run_batch("one_lesson", games=games, seed=3, out=folder, minds={"*": ["goal_seeking", "tit_for_tat"]})

# %% How they end.
print(
    results.games.group_by("mind.*")
    .agg(
        pl.len().alias("games"),
        pl.col("ending").cast(pl.String).is_in(["comprehensive_deal", "ceasefire"]).mean().round(3).alias("agreement"),
        pl.col("ending").cast(pl.String).str.ends_with("war").mean().round(3).alias("war"),
        pl.col("strikes").mean().round(2),
        pl.col("salvos").mean().round(2),
        pl.col("mean_brent").mean().round(1),
    )
    .sort("mind.*")
)

# %% Which findings hold under both, and which hang on how states choose.
minds, found = findings(Data(results))
for one in found:
    verdicts = ["holds" if v.holds else "fails" if v.holds is False else "unclear" for v in one.verdicts]
    print(f"{one.words:<62} " + "   ".join(f"{mind}: {verdict}" for mind, verdict in zip(minds, verdicts, strict=True)))

# %% As a page.
page, tables = write_report(folder)
print(page)
