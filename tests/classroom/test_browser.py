"""Real headless Chromium: two students, a facilitator and the projector through a whole lesson; every page looked at by axe.

Screenshots are kept in artefacts/classroom. The pages are opened under a plain name on http, which is no secure context, as in a
class. axe-core is not part of the project: set DIPLOGAME_AXE to its axe.min.js, or let `npm pack axe-core` fetch it.
"""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from browsing import LAPTOP, PHONE, SHOTS, SMALL, answer_all, foretell, look, order, until
from serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(480)]


def test_a_whole_lesson(room, axe):
    console = room.open(f"/console#{room.server.console}")
    console.wait_for_selector("#start")
    assert "#" not in console.url, "the token is wiped from the address"
    empty = room.open("/", SMALL)
    empty.wait_for_selector("#role-russia")
    look(empty, axe, "join-small")
    made = httpx.post(
        f"{room.server.url}/api/console/token",
        json={"kind": "screen"},
        headers={"Authorization": f"Bearer {room.server.console}"},
    )
    projector = room.open(f"/screen#{made.json()['token']}")
    projector.wait_for_selector("#joinbox .code")
    russia = room.join("Heron", "russia", color_scheme="dark")
    iran = room.join("<b>Falcon</b>", "iran", LAPTOP, color_scheme="light")
    look(projector, axe, "screen-lobby")
    until(console, "document.body.innerText.includes('<b>Falcon</b>')")
    look(console, axe, "console-lobby")
    console.click("#begin-brief")
    console.click("#start")
    look(console, axe, "console-start")
    console.click("#box-go")
    console.wait_for_selector("#end-turn")

    console.click("#practice")
    until(russia, "document.getElementById('turn').textContent === 'practice turn'")
    order(russia)
    console.click("#end-turn")
    console.wait_for_timeout(1500)
    console.click("#practice-off")
    until(russia, "document.getElementById('turn').textContent === 'turn 1 of 8'")

    for turn in range(1, 9):
        for page in (russia, iran):
            until(page, f"document.getElementById('turn').textContent === 'turn {turn} of 8'", timeout=20_000)
            page.wait_for_selector("#add-order")
        answer_all(russia)
        order(russia, turn % 3)
        if turn == 1:
            foretell(russia, "Iran comes to a table", "0.75")
            russia.click("#term-strait")
            russia.wait_for_selector("#why[open]")
            russia.keyboard.press("Escape")
            look(russia, axe, "seat-phone", full=True)
            russia.click("#add-order")
            russia.click("#order-list details > summary >> nth=0")
            look(russia, axe, "seat-picker")
            russia.click("#picker-close")
            look(iran, axe, "seat-laptop", full=True)
        if turn == 2:
            iran.select_option("#to", "russia")
            iran.fill("#text", "We need a <script>alert(1)</script> reason to come.")
            iran.click("#write button.main")
            until(russia, "document.getElementById('tab-messages').textContent.includes('1')")
            for pane in ("map", "cables", "messages", "brief"):
                russia.click(f".tabs button[data-pane={pane}]")
                look(russia, axe, f"seat-phone-{pane}")
            assert "<script>" in russia.inner_text("#message-list")
            russia.click(".tabs button[data-pane=orders]")
        if turn == 3:
            console.click("#eyes")
            russia.wait_for_selector("#cover:not([hidden])")
            look(russia, axe, "seat-eyes-up")
            console.click("#eyes")
            russia.wait_for_selector("#cover", state="hidden")
            console.click("#new-inject")
            console.fill("#box-title-text", "Rumour: inspectors leave")
            look(console, axe, "console-inject")
            console.click("#box-go")
            until(russia, "document.getElementById('notices').innerText.includes('inspectors leave')")
        if turn == 4:
            console.click("#open-egypt")
            console.wait_for_selector("#for-0")
            look(console, axe, "console-seat")
            console.keyboard.press("Escape")
            look(console, axe, "console", full=True)
            look(projector, axe, "screen")
        russia.click("#ready")
        until(russia, "document.getElementById('ready').getAttribute('aria-pressed') === 'true'")
        console.wait_for_timeout(300)
        console.click("#end-turn")
    for page in (russia, iran):
        page.wait_for_selector("#over .headline", timeout=20_000)
    look(iran, axe, "review-laptop", full=True)
    assert "Iran comes to a table" in russia.inner_text("#over")
    look(russia, axe, "review-phone")
    console.click("#step-word")
    russia.wait_for_selector("#say-word")
    russia.fill("#say-word", "tense")
    russia.click("#debrief button.main")
    console.wait_for_selector("#reveal-word")
    look(russia, axe, "debrief-phone")
    console.click("#reveal-word")
    until(projector, "document.body.innerText.includes('tense')")
    look(projector, axe, "screen-debrief")
    console.click("#step-predictions")
    russia.wait_for_selector("#said button")
    look(russia, axe, "debrief-predictions")
    russia.locator("#said button").nth(0).click()
    until(
        console,
        "document.querySelector('#foretold') !== null && document.getElementById('foretold').textContent.includes('Brier')",
    )
    console.click("#foretold > summary")
    console.click("#reveal-prediction")
    until(projector, "document.body.innerText.includes('Brier')")
    look(projector, axe, "screen-predictions")
    console.click("#step-whatif")
    russia.wait_for_selector("#said button.order", timeout=300_000)  # futures are made at low priority
    for page in (russia, iran):
        page.locator("#said button.order").nth(0).click()
    look(russia, axe, "debrief-whatif")
    until(console, "document.getElementById('debrief').innerText.includes('2 votes')")
    console.click("#reveal-whatif")
    until(projector, "document.body.innerText.includes('2 votes')")
    look(projector, axe, "screen-whatif")
    console.click("#projector-review")
    until(console, "document.getElementById('projector-review').getAttribute('aria-pressed') === 'true'")
    console.click("#step-unveil")
    until(projector, "document.getElementById('unveil-1') !== null", timeout=30_000)
    look(projector, axe, "screen-review")
    look(console, axe, "console-end", full=True)
    console.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    for part in ("seats", "news", "groups", "end", "more"):
        console.click(f".parts button[data-show={part}]")
        look(console, axe, f"console-small-{part}")
    assert room.faults == []


def test_a_killed_server_and_a_cut_line_bring_the_page_back_by_itself(room):
    russia = room.join("Heron", "russia")
    console = room.open(f"/console#{room.server.console}")
    console.click("#start")
    console.click("#box-go")
    russia.wait_for_selector("#add-order")
    order(russia)
    folder = next(part for part in room.server.process.args if "class" in str(part) and "/" in str(part))
    room.server.kill()
    russia.wait_for_selector("#lost:not([hidden])")
    room.server = Server(Path(folder), "--address", "classroom.test", backend=None)
    assert f":{room.server.port}" in room.url
    russia.wait_for_selector("#lost", state="hidden", timeout=20_000)
    assert russia.locator("#draft .order").count() == 1
    assert russia.inner_text("#who").strip() == "Russia"
    console.wait_for_selector("#lost", state="hidden", timeout=20_000)
    until(console, "document.getElementById('trouble').innerText.includes('started again')")


def test_return_code_on_another_device_ends_the_first(room):
    first = room.join("Heron", "qatar")
    code = first.evaluate("JSON.parse(localStorage.getItem('seat')).back")
    second = room.open("/", PHONE)
    second.click("details summary")
    second.fill("#back-code", room.server.code)
    second.fill("#back", code)
    second.click("#back-form button")
    second.wait_for_selector("#tiles .tile")
    first.wait_for_selector("#notice:not([hidden])", timeout=10_000)


def test_proxies_that_cut_sockets_leave_the_long_poll(room):
    page = room.browser.new_context(viewport={"width": 390, "height": 844})
    room.contexts.append(page)
    page.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose && this.onclose({code: 1006}), 20); } send() {} close() {} };"
    )
    seat = page.new_page()
    seat.goto(room.url)
    seat.fill("#code", room.server.code)
    seat.fill("#name", "Polled")
    seat.click("#role-iran")
    seat.click("#form button.main")
    seat.wait_for_selector("#tiles .tile")
    console = room.open(f"/console#{room.server.console}")
    console.click("#start")
    console.click("#box-go")
    until(seat, "document.getElementById('turn').textContent === 'turn 1 of 8'", timeout=20_000)


def test_keyboard_alone_hands_in_an_order(room):
    seat = room.join("Keys", "russia", LAPTOP)
    console = room.open(f"/console#{room.server.console}")
    console.focus("#start")
    console.keyboard.press("Enter")
    console.focus("#box-go")
    console.keyboard.press("Enter")
    seat.wait_for_selector("#add-order")
    seat.focus("#add-order")
    seat.keyboard.press("Enter")
    seat.wait_for_selector("#picker[open]")
    for _ in range(6):
        seat.keyboard.press("Tab")
        if seat.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    seat.keyboard.press("Enter")
    for _ in range(12):
        seat.keyboard.press("Tab")
        if seat.evaluate("document.activeElement.dataset.order !== undefined"):
            break
    seat.keyboard.press("Enter")
    seat.wait_for_selector("#draft .order")
    seat.focus("#ready")
    seat.keyboard.press("Space")
    until(seat, "document.getElementById('ready').getAttribute('aria-pressed') === 'true'")


LOOKS = {
    "dark": {"color_scheme": "dark"},
    "light": {"color_scheme": "light"},
    "forced": {"forced_colors": "active"},
    "large": {},
}
"""How a page may be looked at, as a browser is asked for it; large text is set on the page itself."""


@pytest.mark.parametrize("look_of", LOOKS)
def test_seat_holds_at_320_pixels(room, axe, look_of):
    more = LOOKS[look_of]
    seat = room.join("Narrow", "united_states", SMALL, **more)
    if look_of == "large":
        seat.evaluate("document.documentElement.style.fontSize = '200%'")
    for pane in ("orders", "map", "cables", "messages", "brief"):
        seat.click(f".tabs button[data-pane={pane}]")
        if look_of == "forced":
            seat.screenshot(path=str(SHOTS / f"narrow-{look_of}-{pane}.png"))
        else:
            look(seat, axe, f"narrow-{look_of}-{pane}")
    time.sleep(0.1)
    small = seat.evaluate(
        "[...document.querySelectorAll('button, a, select, input')].filter(e => e.offsetParent && (e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []


def test_the_press_desk_and_a_late_comer(room, axe):
    console = room.open(f"/console#{room.server.console}")
    russia = room.join("Heron", "russia")
    reporter = room.open("/", PHONE)
    reporter.fill("#code", room.server.code)
    reporter.fill("#name", "Tern")
    reporter.click("#form button.main")
    reporter.wait_for_selector("#waiting .roles")
    look(reporter, axe, "waiting-room")
    console.locator("button[id^=press-]").click()
    reporter.wait_for_selector("#ask-text")
    console.click("#start")
    console.click("#box-go")
    until(russia, "document.getElementById('turn').textContent === 'turn 1 of 8'")
    reporter.select_option("#ask-whom", "russia")
    reporter.fill("#ask-text", "Will Moscow host?")
    reporter.click("#waiting form:nth-of-type(2) button.main")
    until(russia, "document.getElementById('message-list').textContent.includes('Will Moscow host?')")
    reporter.fill("#say-headline", "Moscow keeps its counsel")
    reporter.click("#waiting form:nth-of-type(1) button.main")
    console.wait_for_selector("button[id^=let-]")
    console.locator("button[id^=let-]").click()
    until(reporter, "document.getElementById('press-shown').textContent.includes('Moscow keeps')")
    look(reporter, axe, "press-desk", full=True)
    console.click("#end-turn")
    until(russia, "document.getElementById('turn').textContent === 'turn 2 of 8'", timeout=30_000)
    late = room.join("Late", "jordan")
    late.wait_for_selector("#caught-up")
    look(late, axe, "seat-late")
    late.click("#caught-up")
    late.wait_for_selector("#caught-up", state="detached")


@pytest.mark.parametrize("look_of", LOOKS)
def test_join_console_projector_and_check_hold_at_320_pixels(room, axe, look_of):
    more = LOOKS[look_of]
    made = httpx.post(
        f"{room.server.url}/api/console/token",
        json={"kind": "screen"},
        headers={"Authorization": f"Bearer {room.server.console}"},
    )
    room.join("Narrow", "iran", SMALL)
    console = room.open(f"/console#{room.server.console}", SMALL, **more)
    console.wait_for_selector("#start")
    pages = {
        "join": room.open("/", SMALL, **more),
        "screen": room.open(f"/screen#{made.json()['token']}", SMALL, **more),
    }
    pages["join"].wait_for_selector("#role-russia")
    pages["screen"].wait_for_selector("#joinbox .code")
    pages["console"] = console
    for name, page in pages.items():
        if look_of == "large":
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            page.wait_for_timeout(200)
        if look_of == "forced":
            page.screenshot(path=str(SHOTS / f"narrow-{name}-forced.png"))
        else:
            look(page, axe, f"narrow-{name}-{look_of}")
    console.goto(room.url + "/check")
    console.wait_for_selector("#addresses li")
    if look_of != "forced":
        look(console, axe, f"narrow-check-{look_of}")


def test_an_observer_sees_everything_and_has_nothing_to_press(room, axe):
    room.join("Heron", "russia")
    head = {"Authorization": f"Bearer {room.server.console}"}
    keys = {
        kind: httpx.post(f"{room.server.url}/api/console/token", json={"kind": kind}, headers=head).json()["token"]
        for kind in ("observer", "co")
    }
    observer = room.open(f"/console#{keys['observer']}")
    until(observer, "document.body.innerText.includes('Heron')")
    pressable = observer.evaluate(
        "[...document.querySelectorAll('button, select, input')].filter(e => e.offsetParent).map(e => e.id || e.textContent)"
    )
    assert pressable == ["group-A"]
    look(observer, axe, "console-observer")
    helper = room.open(f"/console#{keys['co']}")
    helper.wait_for_selector("#start")
    assert helper.query_selector("#tokens") is None
    helper.click("#start")
    helper.click("#box-go")
    helper.wait_for_selector("#end-turn")


def test_a_support_proposes_and_the_lead_takes_it_into_the_docket(room, axe):
    lead, support = room.join("Heron", "russia"), room.join("Cedar", "russia", color_scheme="light")
    console = room.open(f"/console#{room.server.console}")
    console.click("#settings")
    console.check("#box-lead")
    console.click("#box-go")
    console.click("#start")
    console.click("#box-go")
    support.wait_for_selector("#add-order")
    until(support, "document.getElementById('add-order').textContent === '+ Propose an order'")
    assert support.is_disabled("#ready")
    order_of = "#order-list button.order"
    support.click("#add-order")
    support.click("#order-list details > summary >> nth=0")
    support.locator(order_of).first.click()
    lead.wait_for_selector("#team button", timeout=15_000)
    look(support, axe, "seat-support", full=True)
    lead.locator("#team button", has_text="Into the docket").click()
    until(support, "document.querySelectorAll('#draft .order').length === 1")
    support.click("#take-lead")
    until(support, "document.getElementById('docket-state').textContent.includes('is here')")
    assert room.faults == []
