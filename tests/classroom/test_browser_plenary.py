"""Real headless Chromium: a plenary with two seats, the console and the projector, by mouse and by keyboard."""

from __future__ import annotations

import httpx
import pytest
from browsing import LAPTOP, PHONE, SMALL, look, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def text_of(page, where):
    return page.inner_text(where)


def test_a_plenary_from_the_announcement_to_the_roll_call(room, axe):
    head = {"Authorization": f"Bearer {room.server.console}"}
    screen = httpx.post(f"{room.server.url}/api/console/token", json={"kind": "screen"}, headers=head).json()["token"]
    console = room.open(f"/console#{room.server.console}")
    projector = room.open(f"/screen#{screen}", (1366, 768), color_scheme="dark")
    russia = room.join("Heron", "russia", PHONE, color_scheme="dark")
    iran = room.join("Falcon", "iran", LAPTOP, color_scheme="light")
    assert not russia.is_visible("#tab-plenary"), "no plenary, no tab"
    console.click("#start")
    console.click("#box-go")
    until(russia, "document.getElementById('turn').textContent === 'turn 1 of 8'", timeout=30_000)

    console.click("#plenary-announce")
    russia.wait_for_selector("#tab-plenary:not([hidden])")
    russia.click("#to-plenary")
    russia.wait_for_selector("#text-box")
    russia.click("#text-summary")
    russia.click("#text-send")
    assert "title" in text_of(russia, "#text-error")
    russia.fill("#text-title", "A pause of <b>ten</b> days")
    russia.fill("#text-clauses", "All sides stop strikes.\n\nTalks begin in Doha.")
    look(russia, axe, "plenary-phone-text")
    russia.click("#text-send")
    until(iran, "document.getElementById('text-list').innerText.includes('A pause of <b>ten</b> days')")
    iran.locator("button[id^=sponsor-]").click()
    until(russia, "document.getElementById('text-list').innerText.includes('Sponsored by Iran')")

    console.click("#plenary-open")
    until(iran, "document.getElementById('floor-who').textContent.includes('The plenary sits')")
    iran.focus("#ask-floor")
    iran.keyboard.press("Enter")
    until(iran, "document.getElementById('ask-floor').textContent.includes('number 1')")
    russia.click("#ask-floor")
    until(russia, "document.getElementById('ask-floor').textContent.includes('number 2')")
    until(console, "document.getElementById('plenary-call').textContent === 'Call Iran'")
    look(console, axe, "plenary-console", full=True)
    console.select_option("#speech-limit", "60")
    until(russia, "document.getElementById('floor').innerText.includes('60 seconds')")
    console.click("#plenary-call")
    until(iran, "document.getElementById('floor-who').textContent === 'You have the floor'")
    until(russia, "document.getElementById('floor-who').textContent === 'Iran has the floor'")
    until(russia, "/^0:5\\d$/.test(document.getElementById('speech-clock').textContent)")
    until(projector, "document.querySelector('.speaks').textContent === 'Iran has the floor'")
    look(projector, axe, "plenary-screen-speech")
    look(russia, axe, "plenary-phone")
    look(iran, axe, "plenary-laptop", full=True)
    console.click("#speech-end")
    until(projector, "document.querySelector('.speaks').textContent.includes('nobody has the floor')")

    console.locator("select[id^=rule-]").select_option("two_thirds")
    console.locator("button[id^=put-]").click()
    iran.wait_for_selector("#vote-for")
    look(iran, axe, "plenary-laptop-vote", full=True)
    iran.click("#vote-against")
    russia.click("#vote-for")
    until(russia, "document.getElementById('vote-for').getAttribute('aria-pressed') === 'true'")
    until(console, "document.getElementById('texts').innerText.includes('2 seats have voted')")
    console.locator("details[id^=votes-] > summary").click()
    console.locator("button[id$=-qatar-for]").click()
    until(projector, "document.body.innerText.includes('3 seats have voted')")
    assert "Against" not in text_of(projector, ".plenary")
    look(projector, axe, "plenary-screen-vote")
    look(russia, axe, "plenary-phone-vote")
    console.locator("button[id^=close-]").click()
    for page in (russia, iran):
        until(page, "document.getElementById('text-list').innerText.includes('adopted')")
    roll = text_of(russia, "#text-list")
    assert "Russia, Qatar" in roll
    assert "Against 1" in roll
    until(projector, "document.querySelector('.plenary').innerText.includes('adopted')")
    look(projector, axe, "plenary-screen-roll")
    console.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    console.click(".parts button[data-show=groups]")
    look(console, axe, "plenary-console-small", full=True)
    console.click("#plenary-close")
    until(russia, "document.getElementById('floor-who').textContent === 'The plenary is closed.'")
    assert russia.is_visible("#text-list"), "what was decided can still be read"
    russia.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    look(russia, axe, "plenary-phone-closed", full=True)
    assert room.faults == []
