"""Pages in a real headless Chromium: opening them, joining, looking at them (screenshot, sideways scrolling, axe)."""

from __future__ import annotations

import json
import shutil
import time

from serving import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--host-resolver-rules=MAP classroom.test 127.0.0.1",
]  # fmt: skip
SHOTS = ROOT / "artefacts" / "classroom"
PHONE, SMALL, LAPTOP = (375, 812), (320, 640), (1280, 800)


class Room:
    """A running server and the pages that are open on it."""

    def __init__(self, browser, server):
        self.browser, self.server = browser, server
        self.url = f"http://classroom.test:{server.port}"
        self.faults = []
        self.contexts = []

    def open(self, path, size=LAPTOP, **more):
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{path}: {error}"))
        page.on(
            "console",
            lambda message: (
                self.faults.append(f"{path}: {message.text}")
                if message.type == "error"
                and "Failed to load resource" not in message.text
                and "WebSocket connection" not in message.text
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                self.faults.append(f"fetched {request.url}")
                if not request.url.startswith((self.url, "data:", "blob:"))
                and f":{self.server.port}" not in request.url
                else None
            ),
        )
        page.goto(self.url + path)
        return page

    def join(self, name, role, size=PHONE, **more):
        page = self.open("/", size, **more)
        page.fill("#code", self.server.code.lower())
        page.fill("#name", name)
        page.click(f"#role-{role}")
        page.click("#form button.main")
        page.wait_for_selector("#tiles .tile")
        return page

    def close(self):
        for context in self.contexts:
            context.close()


def until(page, truth, timeout=15_000):
    """Wait for an expression to hold; the page's own policy forbids Playwright's way, which evaluates text inside the page."""
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(truth):
        assert time.monotonic() < end, f"not within {timeout} ms: {truth}"
        time.sleep(0.05)


def look(page, axe, name, full=False):
    """A screenshot, no sideways scrolling, and what axe finds (with the policy of the page on)."""
    page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=full)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide}px"
    page.evaluate(axe)
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({id: v.id, nodes: v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + ' :: ' + n.failureSummary)})))"
    )
    assert found == [], f"{name}: {json.dumps(found, indent=1)}"


def order(page, family=0):
    """Choose the first order that can be given."""
    page.click("#add-order")
    page.wait_for_selector("#order-list details")
    for summary in page.query_selector_all("#order-list details > summary"):
        summary.click()
    page.locator("#order-list button.order:not([disabled])").nth(family).click()
    until(page, "document.getElementById('docket-state').textContent !== ''")


def answer_all(page):
    for place in range(page.locator("#asks .row").count()):
        page.locator("#asks .row").nth(place).locator("button").first.click()
        page.wait_for_timeout(150)


def foretell(page, words, chance):
    page.click("#predict > summary")
    page.select_option("#probability", chance)
    page.fill("#prediction", words)
    page.dispatch_event("#prediction", "change")
    page.wait_for_timeout(300)
