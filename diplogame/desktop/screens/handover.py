"""Several people at one machine: the screen is blank until the right one sits down."""

from __future__ import annotations

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.flow import Flow
from diplogame.texts import text


class Handover(Dialog):
    """Nothing of any seat is on this page."""

    id = "handover"
    modal = False
    icon = "users"
    wide, tall = 520, 172
    closes = False

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.flow = flow
        self.waiting = False

    def name(self) -> str:
        found = next((one for one in self.flow.status["roles"] if one["role"] == self.flow.role), None)
        return str(found["name"]) if found else self.flow.role

    def heading(self) -> str:
        return text("desktop.handover.title", name=self.name())

    def lead(self) -> str:
        return text("desktop.handover.words", name=self.name(), turn=self.flow.status["turn"])

    def _sit(self) -> None:
        if not self.waiting:
            self.waiting = True
            self.flow.sit()

    def buttons(self) -> list[Button]:
        return [("handover.go", text("desktop.handover.go", name=self.name()), self._sit, "action", None, True)]
