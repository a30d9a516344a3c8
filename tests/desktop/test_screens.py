"""Every page opens, at every size and palette, by keyboard and by mouse, without a window."""

from __future__ import annotations

import pytest
from driver import Driver

from diplogame.desktop.settings import Settings
from diplogame.desktop.window import Input


def begin(d, seed="7"):
    d.click("title.new")
    d.screen.gui.set("new.seed", seed)
    d.click("new.begin", 5)
    assert d.screen.id == "report"
    d.key("return")
    assert d.screen.id == "main"
    d.frames(30)


def test_the_keyboard_alone_starts_a_game_gives_an_order_and_ends_the_turn(driver):
    d = driver
    for _ in range(20):
        d.key("tab", 1)
        if d.screen.focus == "title.new":
            break
    d.key("return")
    assert d.screen.id == "newgame"
    for _ in range(60):
        d.key("tab", 1)
        if d.screen.focus == "new.begin":
            break
    d.key("return", 5)
    assert d.screen.id == "report"
    d.key("escape")
    d.key("a")
    assert d.screen.id == "composer"
    d.type("call")
    d.key("return")
    d.key("return")
    assert d.screen.id == "main"
    assert len(d.screen.play.docket) == 1
    d.key("ctrl+return")
    assert d.screen.id == "question", "asked once: orders are left"
    d.key("ctrl+return", 5)
    assert d.screen.id in ("resolve", "report")


def test_every_page_opens_and_closes_with_escape(driver):
    begin(driver)
    pages = {
        "a": "composer",
        "r": "report",
        "l": "ledger",
        "c": "council",
        "t": "talks",
        "w": "why",
        "f1": "help",
        "f2": "settings",
        "ctrl+s": "saveas",
        "escape": "pause",
    }
    for key, page in pages.items():
        driver.key(key)
        assert driver.screen.id == page, key
        driver.key("escape")
        assert driver.screen.id == "main", key


def test_order_cards_can_be_moved_and_taken_back(driver):
    begin(driver)
    for words in ("call", "urge"):
        driver.key("a")
        driver.type(words)
        driver.key("return")
        driver.key("return")
    play = driver.screen.play
    first, second = play.ids
    driver.click(f"docket.up.{second}")
    assert play.ids == (second, first)
    driver.click(f"docket.remove.{first}")
    assert play.ids == (second,)
    driver.click("top.do.undo")
    assert play.ids == (second, first)


def test_a_greyed_order_cannot_be_added_and_says_why(driver):
    begin(driver)
    driver.key("a")
    driver.type("private")
    driver.click("verb.private_offer")
    assert driver.screen.find("composer.add").enabled is False
    assert driver.screen.find("verb.private_offer").tip


def test_an_invitation_list_can_be_changed_and_refused_lists_are_told(driver):
    begin(driver)
    driver.key("a")
    driver.click("verb.host_talks")
    for role in ("qatar", "egypt"):
        driver.click(f"dim.invite.{role}")
    assert driver.screen.order["parameters"]["invite"] == ["iran"]
    driver.click("dim.invite.iran")
    assert driver.screen.problem
    assert driver.screen.find("composer.add").enabled is False


def test_map_picks_pans_and_zooms(driver):
    begin(driver)
    main = driver.screen
    before = main.map.view
    at = main.map.rect.center
    driver.feed(Input("wheel", at, step=(0, 2)))
    assert main.map.view.scale < before.scale
    zoomed = main.map.view
    ground = (main.map.rect.x + 60, main.map.rect.centery + 120)
    driver.feed(
        Input("motion", ground),
        Input("down", ground, 1),
        Input("motion", (ground[0] + 80, ground[1] - 30)),
        Input("up", (ground[0] + 80, ground[1] - 30), 1),
    )
    assert main.map.view != zoomed
    assert driver.screen is main
    driver.key("home")
    driver.click("map.state.iran")
    assert driver.screen.id == "composer"
    assert driver.screen.on == "iran"


def test_a_press_on_a_states_ground_picks_the_state(driver):
    from diplogame.desktop.pictures.theatre import project

    begin(driver)
    main = driver.screen
    x, y = main.map.view.place(project(24.0, 44.0))
    at = (round(x + main.map.rect.x), round(y + main.map.rect.y))
    driver.feed(Input("motion", at), Input("down", at, 1), Input("up", at, 1))
    driver.frames(2)
    assert driver.screen.id == "composer"


def test_cables_filter_search_and_why(driver):
    begin(driver)
    main = driver.screen
    driver.click("cables.filter.talks")
    assert main.cables.filter == "talks"
    driver.click("cables.filter.all")
    driver.key("/")
    driver.type("zebra")
    assert main.cables.shown() == []
    driver.key("escape")
    first = next(w for w in main.widgets() if w.id.startswith("cable."))
    driver.click(first.id)
    assert main.play.chosen == first.id[6:]


def test_answers_are_given_one_after_the_other(driver):
    begin(driver)
    play = driver.screen.play
    asks = [one["id"] for one in play.asked]
    assert asks
    driver.key("q")
    for _ in asks:
        assert driver.screen.id == "answer"
        driver.click("answer.yes")
    assert driver.screen.id == "main"
    assert play.answers == dict.fromkeys(asks, "yes")


def test_the_forecast_follows_the_docket(driver):
    begin(driver)
    play = driver.screen.play
    assert play.forecast_share == 1.0
    assert play.forecast_of == ()
    driver.key("a")
    driver.type("call")
    driver.key("return")
    driver.key("return")
    driver.frames(40)
    assert play.forecast_of == play.ids
    assert play.forecast["without"]


def test_hot_seat_shows_nothing_between_two_people(driver):
    d = driver
    d.click("title.new")
    d.click("new.several")
    d.click("new.role.iran")
    d.click("new.begin", 5)
    seen = []
    for _ in range(4):
        assert d.screen.id == "handover"
        seen.append(d.screen.flow.role)
        assert not hasattr(d.screen, "play")
        d.key("return", 5)
        while d.screen.id in ("resolve", "report"):
            d.key("return", 4)
        assert d.screen.id == "main"
        assert d.screen.play.role == seen[-1]
        d.key("ctrl+return")
        if d.screen.id == "question":
            d.key("return", 5)
    assert seen == ["russia", "iran", "russia", "iran"]


def test_a_key_is_rebound_by_pressing_it(driver):
    begin(driver)
    driver.key("f2")
    driver.click("set.keys")
    driver.click("keys.compose")
    driver.key("ctrl+n")
    driver.key("escape")
    driver.key("escape")
    driver.key("a")
    assert driver.screen.id == "main"
    driver.key("ctrl+n")
    assert driver.screen.id == "composer"


def test_a_damaged_save_is_refused_in_words_on_the_page(driver):
    begin(driver)
    driver.desk.folder.joinpath("bad.jsonl").write_bytes(b"\x00\x01")
    driver.key("escape")
    driver.click("pause.load")
    shelf = {one["file"]: one["error"] for one in driver.screen.shelf}
    assert shelf["bad.jsonl"]
    assert len([error for error in shelf.values() if not error]) == 1
    driver.click("load.bad.jsonl")
    assert driver.screen.find("load.open").enabled is False


def test_a_replay_steps_changes_eyes_and_forks(driver):
    begin(driver)
    for _ in range(3):
        driver.key("ctrl+return")
        if driver.screen.id == "question":
            driver.key("return", 5)
        while driver.screen.id in ("resolve", "report"):
            driver.key("return", 4)
    driver.key("escape")
    driver.click("pause.replay", 5)
    replay = driver.screen
    assert replay.id == "replay"
    assert replay.turn == 1
    assert replay.last == 4
    driver.key("right")
    driver.key("right")
    assert replay.play.picture["turn"] == 3
    driver.click("replay.eyes.iran")
    assert replay.play.picture["role"] == "iran"
    driver.click("replay.eyes.all")
    driver.click("replay.fork")
    assert driver.screen is replay  # nobody's eyes: nobody to play
    driver.click("replay.eyes.qatar")
    driver.click("replay.fork")
    driver.key("return", 5)
    while driver.screen.id in ("resolve", "report"):
        driver.key("return", 4)
    assert driver.screen.id == "main"
    assert driver.screen.play.role == "qatar"
    assert driver.screen.play.picture["turn"] == 3


def test_a_whole_game_ends_on_the_end_page(driver):
    driver.app.settings.ask_before_end = False
    driver.app.settings.speed = "off"
    begin(driver)
    for _ in range(60):
        if driver.screen.id == "end":
            break
        driver.key("return" if driver.screen.id == "report" else "ctrl+return", 5)
    assert driver.screen.id == "end"
    driver.click("end.review", 5)
    assert driver.screen.id == "review"
    driver.click("review.turn.3")
    act = next(w for w in driver.screen.widgets() if w.id.startswith("review.e"))
    driver.click(act.id)
    assert driver.screen.id == "why"
    assert driver.screen.reasons
    driver.key("escape")
    driver.key("escape")
    driver.click("end.again", 5)
    assert driver.screen.id == "newgame"


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1440, 900), (1920, 1080), (2880, 1800)])
def test_sizes(fake, tmp_path, size):
    d = Driver(fake, tmp_path / "saves", size)
    begin(d)
    for key in ("a", "r", "f2", "escape"):
        d.key(key)
        for widget in d.screen.widgets():
            assert d.window.surface.get_rect().contains(widget.rect), (key, widget.id, widget.rect)
        d.key("escape")
    assert d.screen.find("turn.end")
    assert d.screen.find("order.add")


@pytest.mark.parametrize(("palette", "text_size"), [("safe", "80"), ("contrast", "150"), ("night", "200")])
def test_palettes_and_text_sizes(fake, tmp_path, palette, text_size):
    d = Driver(fake, tmp_path / "saves", (1440, 900), Settings(palette=palette, text_size=text_size))
    begin(d)
    for key in ("a", "f1", "r"):
        d.key(key)
        d.key("escape")
    assert d.screen.find("turn.end")


def test_resizing_in_the_middle_keeps_the_turn(driver):
    begin(driver)
    driver.key("a")
    driver.feed(Input("resize", (1100, 700)))
    driver.frames(3)
    assert driver.screen.id == "composer"
    driver.key("escape")
    assert driver.screen.find("turn.end")


def test_a_seat_is_never_shown_what_another_knows(driver):
    """The screens ask for a seat's picture and nothing else; the fog is lifted in replays alone."""
    asked = []
    handle = driver.desk.handle
    driver.desk.handle = lambda name, arguments, part: (
        asked.append((name, dict(arguments))),
        handle(name, arguments, part),
    )[1]
    driver.app.settings.ask_before_end = False
    begin(driver)
    for key in ("a", "r", "l", "c", "t", "w"):
        driver.key(key)
        driver.key("escape")
    driver.key("ctrl+return", 10)
    allowed = {"catalogue", "shelf", "new", "seat", "find", "commit", "end_turn", "why", "forecast", "save"}
    assert {name for name, _ in asked} <= allowed
    assert {arguments.get("role", "russia") for _, arguments in asked} == {"russia"}


def test_no_screen_reaches_behind_the_desk():
    """Only engine.py and catalogue.py may touch the engine's rooms; screens import nothing but the desktop's own."""
    import ast
    from pathlib import Path

    import diplogame.desktop

    free = ("diplogame.desktop", "diplogame.texts", "diplogame.errors", "diplogame.resources")
    for path in Path(diplogame.desktop.__file__).parent.rglob("*.py"):
        if path.name in ("engine.py", "catalogue.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("diplogame"):
                assert node.module.startswith(free) or node.module == "diplogame", (path.name, node.module)


def test_only_the_window_reads_events_clock_and_display():
    import re
    from pathlib import Path

    import diplogame.desktop

    banned = re.compile(
        r"pygame\.(event\.(get|poll|wait)|mouse\.get|key\.get_pressed|time\.Clock|display\.(set_mode|flip|update))"
    )
    for path in Path(diplogame.desktop.__file__).parent.rglob("*.py"):
        if path.name != "window.py":
            assert not banned.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(("size", "text_size"), [((1024, 640), "100"), ((1440, 900), "200"), ((1440, 900), "100")])
def test_the_new_game_page_holds_everything_at_every_size(fake, tmp_path, size, text_size):
    """Fields and buttons do not lie on each other, and the brief with its goals can be read to its end."""
    d = Driver(fake, tmp_path / "saves", size, Settings(text_size=text_size))
    try:
        d.click("title.new")
        d.frames(4)
        page = d.screen
        card = page.card.rect
        low = {id: page.find(id).rect for id in ("new.seed", "new.code", "new.begin", "new.back", "new.several")}
        assert all(card.contains(rect) for rect in low.values())
        assert not low["new.seed"].colliderect(low["new.several"])
        assert low["new.code"].bottom <= low["new.begin"].top
        brief = page.brief
        assert brief.content > 0
        brief.wheel(-100)
        d.frames(2)
        assert brief.scroll == brief.most_scroll, "the last line is reached"
        d.click("new.role.iran")
        assert brief.scroll == 0, "another role is read from its first line"
    finally:
        d.app.backdrop.stop()


@pytest.mark.parametrize("width", [1024, 1440])
def test_every_role_can_be_looked_through_in_a_narrow_replay(fake, tmp_path, width):
    d = Driver(fake, tmp_path / "saves", (width, 640), Settings(speed="off", ask_before_end=False, text_size="200"))
    try:
        begin(d)
        d.key("ctrl+return", 10)
        while d.screen.id != "main":
            d.key("return", 5)
        d.key("escape")
        d.click("pause.replay", 8)
        roles = {f"replay.eyes.{role}" for role in d.screen.roles}
        bar = [widget for widget in d.screen.widgets() if widget.id.startswith("replay.eyes.")]
        assert roles <= {widget.id for widget in bar}
        assert max(widget.rect.right for widget in bar) <= d.screen.find("replay.fork").rect.left
    finally:
        d.app.backdrop.stop()


def test_the_report_tells_first_what_came_of_ones_own_orders(driver):
    begin(driver)
    driver.app.settings.speed = "off"
    driver.app.settings.ask_before_end = False
    for _ in range(4):
        driver.key("ctrl+return", 10)
        page = driver.screen
        assert page.id == "report"
        at = {w.id.removeprefix("report."): w.rect.y for w in page.widgets() if w.id.startswith("report.")}
        own = [one["id"] for one in page.rows() if page.mine(one)]
        others = [at[one["id"]] for one in page.rows() if one["id"] in at and one["id"] not in own]
        if own and others:
            break
        driver.key("return")
    assert own
    assert max(at[id] for id in own) < min(others)


def test_the_quick_load_says_what_it_does(driver):
    begin(driver)
    driver.click("order.add")
    driver.type("call")
    driver.key("return")
    driver.key("return")
    assert driver.screen.play.docket
    driver.feed(Input("key", key="f9"))
    assert driver.app.toast is not None
    driver.frames(6)
    assert driver.screen.id in ("main", "report")
    assert "as it was saved" in driver.app.toast[0]
    assert driver.screen.play.docket == []
    (driver.desk.folder / driver.desk.path.name).unlink()
    driver.key("escape")
    driver.key("f9", 6)
    assert not driver.screen.flow.waiting, "a load that fails leaves the desk as it was"
