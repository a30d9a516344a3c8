"""The report: one page that needs nothing else, its tables as CSV, and words that follow the numbers."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from diplogame.batch import Range, Results, Sample
from diplogame.batch.report import checks, write_report
from diplogame.batch.report.data import Data
from diplogame.batch.report.outcomes import colours
from diplogame.batch.report.page import report
from diplogame.cli import main
from diplogame.errors import BatchError


class Page(HTMLParser):
    """Checks that tags close, and collects what a page would fetch."""

    VOID = frozenset({"meta", "br", "img", "link", "input", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("src", "href") and not value.startswith(("#", "data:")):
                self.fetched.append(value)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def batches(tmp_path_factory):
    from diplogame.batch import run_batch

    def play(**parts):
        folder = tmp_path_factory.mktemp("batch")
        return run_batch("fake", engine="fake_engine", out=folder, seed=3, progress=False, workers=1, **parts)

    return {
        "plain": play(games=400),
        "minds": play(
            games=120,
            settings={"rules.heat": [0.2, 0.6]},
            minds={"*": ["goal_seeking", "tit_for_tat"]},
            forbid=["call@iran"],
        ),
        "sobol": play(
            games=20, settings={"rules.heat": Range(0, 1), "rules.price": Range(50, 90)}, sample=Sample("sobol", 16)
        ),
        "morris": play(
            games=20, settings={"rules.heat": Range(0, 1), "rules.price": Range(50, 90)}, sample=Sample("morris", 8)
        ),
        "lhs": play(
            games=20,
            settings={"rules.heat": Range(0, 1), "rules.price": Range(50, 90)},
            sample=Sample("latin_hypercube", 24),
        ),
        "points": play(games=20, design={"points": [{"rules.heat": 0.1}, {"rules.heat": 0.9, "rules.price": 120}]}),
    }


@pytest.mark.parametrize("name", ["plain", "minds", "sobol", "morris", "lhs", "points"])
def test_the_page_is_whole_and_fetches_nothing(batches, name, tmp_path):
    page, tables = write_report(batches[name].path, tmp_path / "page.html")
    text = page.read_text(encoding="utf-8")
    found = Page(text)
    assert found.fetched == []
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", text).replace("data:text/csv", "")
    assert "@import" not in text
    assert "<script" not in text
    drawings = re.findall(r"<svg.*?</svg>", text)
    assert len(drawings) >= 6
    for drawing in drawings:
        tree = ET.fromstring(drawing)  # noqa: S314 - our own drawing
        assert tree.get("aria-label")
        assert not re.search(r"\bnan\b|\binf\b", drawing.lower())
    assert sorted(path.stem for path in tables.glob("*.csv")) == sorted(re.findall(r'download="(\w+)\.csv"', text))


def test_colours_of_the_plots_are_the_page_s(batches, tmp_path):
    text = write_report(batches["minds"].path, tmp_path / "page.html")[0].read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--(\w+)\)", text))
    for block in re.findall(r":root \{(.*?)\}", text, re.DOTALL)[:2]:
        missing = used - set(re.findall(r"--(\w+):", block)) - {"clear"}
        assert missing == set(), "each colour is named for light and for dark"


def test_shares_in_the_table_are_those_of_the_games(batches, tmp_path):
    _, tables = write_report(batches["plain"].path, tmp_path / "page.html")
    rows = list(csv.DictReader((tables / "endings.csv").read_text(encoding="utf-8").splitlines()))
    games = batches["plain"].games
    for row in rows:
        n = games.filter(pl.col("ending").cast(pl.String) == row["ending"].replace(" ", "_")).height
        assert int(row["games"]) == n
        assert float(row["share"]) == pytest.approx(n / 400)
        assert float(row["share_low"]) <= n / 400 <= float(row["share_high"])


def test_games_that_share_their_luck_do_not_count_as_more(batches, tmp_path):
    """Two points with the same 120 games' luck tell hardly more than 120 games; 240 would give a narrower interval."""
    from diplogame.batch.report.intervals import grouped_share, share

    data = Data(batches["minds"])
    hits = (data.games["score_russia"] > 40).to_numpy()
    grouped = grouped_share(hits, data.games["seed"].to_numpy())
    alone = share(int(hits.sum()), len(hits))
    assert grouped.value == pytest.approx(alone.value)
    assert grouped.high - grouped.low > alone.high - alone.low


def test_turns_and_fans_agree(batches):
    data = Data(batches["plain"])
    fan = data.fan("brent")
    turns = batches["plain"].turns.filter(pl.col("turn") == 3)["brent"]
    row = fan.filter(pl.col("turn") == 3).row(0, named=True)
    assert row["games"] == len(turns)
    assert row["q50"] == pytest.approx(turns.median())


def test_what_a_mind_changes_is_seen(batches):
    section = {part.key: part for part in report(Data(batches["minds"]))}["robustness"]
    table = next(table for table in section.tables if table.name == "findings")
    keys = [column.key for column in table.columns]
    assert {"goal_seeking value", "tit_for_tat value", "under"} <= set(keys)
    heat = [row for row in table.rows if str(row[0]).startswith("rules.heat")]
    assert all(row[keys.index("under")] == "2 of 2" for row in heat)


def test_sensitivity_finds_what_matters(batches):
    from diplogame.batch.report.sensitivity import indices

    for name, measure in (("sobol", "ST"), ("morris", "mu_star"), ("lhs", "prcc")):
        found = {
            one.parameter: one.at
            for one in indices(Data(batches[name]))
            if one.outcome == "peak_escalation" and one.measure == measure
        }
        assert abs(found["rules.heat"].value) > 5 * abs(found["rules.price"].value), name
        assert found["rules.heat"].low <= found["rules.heat"].value <= found["rules.heat"].high


def test_without_salib_the_report_says_so_and_goes_on(batches, monkeypatch, tmp_path):
    import sys

    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    text = write_report(batches["sobol"].path, tmp_path / "page.html")[0].read_text(encoding="utf-8")
    assert "needs SALib" in text


def test_an_unfinished_batch_is_reported_as_such(batches, tmp_path):
    import shutil

    shutil.copytree(batches["plain"].path, tmp_path / "r")
    (tmp_path / "r" / "games" / "part-00003.parquet").unlink()
    page, _ = write_report(tmp_path / "r")
    assert "Unfinished: 375 of 400 games" in page.read_text(encoding="utf-8")


def test_names_are_shown_as_text(tmp_path):
    from diplogame.batch import run_batch

    hostile = '<script>alert("x")</script>'
    results = run_batch(
        "fake", 20, out=tmp_path / "r", engine="fake_engine", progress=False, workers=1, design={"title": hostile}
    )
    text = write_report(results.path)[0].read_text(encoding="utf-8")
    assert hostile not in text
    assert "&lt;script&gt;" in text


def test_the_command_says_where_it_wrote(batches, tmp_path, capsys):
    assert main(["report", str(batches["plain"].path), "--out", str(tmp_path / "a" / "b.html")]) == 0
    assert str(tmp_path / "a" / "b.html") in capsys.readouterr().out
    assert (tmp_path / "a" / "b_tables" / "endings.csv").exists()


def test_no_batch_no_report(tmp_path, capsys):
    with pytest.raises(BatchError, match="no results folder"):
        write_report(tmp_path)
    assert main(["report", str(tmp_path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_every_ending_has_a_colour_of_its_own(batches):
    data = Data(batches["plain"])
    assert len(set(colours(data))) == len(data.endings)


def test_results_say_what_they_are(batches):
    assert "complete" in repr(batches["plain"])
    assert Results(batches["plain"].path).done == 400


def test_claims_stand_with_what_was_measured_and_on_what(batches, tmp_path, monkeypatch):
    run = batches["plain"].run
    measured = {
        "rules": run["rules"], "sha256": run["scenario"]["sha256"], "games": 512, "seed": 1,
        "checks": [
            {"id": "C01", "value": 4.0, "error": 0.5, "threshold": 3.0, "unit": "plants", "holds": True, "text": "four"},
            {"id": "S01", "value": 0.7, "error": 0.0, "threshold": 0.6, "unit": "share", "holds": False, "text": "too many"},
            {"id": "C02", "holds": False, "text": "it broke"},
        ],
    }  # fmt: skip
    file = tmp_path / checks.MEASURED
    file.write_text(json.dumps(measured), encoding="utf-8")
    original = checks.find
    monkeypatch.setattr(checks, "find", lambda *parts: file if parts[-1] == checks.MEASURED else original(*parts))
    section = checks.claims(Data(batches["plain"]))
    rows = {
        row[0]: dict(zip([one.key for one in section.tables[0].columns], row, strict=True))
        for row in section.tables[0].rows
    }
    assert rows["C01"]["measured"] == 4.0
    assert rows["C01"]["measured_low"] == pytest.approx(4 - 1.96 * 0.5)
    assert (rows["C01"]["measured_verdict"], rows["S01"]["measured_verdict"]) == ("holds", "fails")
    assert rows["C01"]["bound"] == 3.0
    assert (rows["C02"]["measured"], rows["C02"]["measured_verdict"], rows["C02"]["figures"]) == (
        None,
        "fails",
        "it broke",
    )
    assert rows["C03"]["measured_verdict"] is None
    assert "1 of 3 checks hold" in section.lead[1]
    assert len(section.lead) == 2
    file.write_text(json.dumps({**measured, "sha256": "another"}), encoding="utf-8")
    assert "another scenario" in checks.claims(Data(batches["plain"])).lead[-1]


def test_effects_over_other_settings_are_grouped_by_seed(batches):
    """Each pair of heats stands twice, once for each mind, on one luck: 240 pairs, but only 120 seeds."""
    from diplogame.batch.report.intervals import mean
    from diplogame.batch.report.sensitivity import effects

    data = Data(batches["minds"])
    found = next(one for one in effects(data, ["mean_brent"]) if one.factor == "rules.heat" and one.level == "0.6")
    table = data.games.sort("seed", "mind.*").select("rules.heat", "mean_brent")
    high, low = (table.filter(pl.col("rules.heat") == heat)["mean_brent"].to_numpy() for heat in (0.6, 0.2))
    alone = mean(high - low)
    assert len(high) == 240
    assert found.change.value == pytest.approx(alone.value)
    seeds = mean((high - low).reshape(120, 2).mean(axis=1))
    assert (found.change.low, found.change.high) == (
        pytest.approx(seeds.low, rel=1e-3),
        pytest.approx(seeds.high, rel=1e-3),
    )
    assert alone.low != pytest.approx(seeds.low, rel=1e-3)


def test_a_figure_is_drawn_once(batches):
    """Endings by minds are drawn in the first section where nothing but minds varies, and apart where more does."""
    parts = {part.key: part for part in report(Data(batches["minds"]))}
    assert len(parts["robustness"].figures) == 1
