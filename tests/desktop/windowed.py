"""The game in a real window, for the test under Xvfb: writes down where the widgets are, so that a script can find them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main(factory: str, mirror: str, note: str) -> int:
    from diplogame.desktop import app
    from diplogame.desktop.start import open_game

    frame, count = app.App.frame, [0]

    def noted(self, seconds):
        frame(self, seconds)
        count[0] += 1
        if count[0] % 6 == 0 and self.stack:
            top = self.top
            play = getattr(top, "play", None)
            state = {
                "screen": top.id, "frame": count[0], "turn": play.picture["turn"] if play else None, "over": play.picture["over"] if play else None, "orders": list(play.ids) if play else [],
                "land": self.keeper.ground is not None and not self.keeper.busy, "waiting": bool(getattr(getattr(top, "flow", None), "waiting", False)), "widgets": {w.id: [w.rect.centerx, w.rect.centery] for w in top.widgets() if w.enabled},
            }  # fmt: skip
            fresh = note + ".tmp"
            Path(fresh).write_text(json.dumps(state))
            Path(fresh).replace(note)

    app.App.frame = noted
    return open_game(None, None, None, None, None, factory=factory, mirror=mirror)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
