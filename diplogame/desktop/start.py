"""From the command to the first picture."""

from __future__ import annotations

import threading
from typing import Any

from diplogame.desktop import FACTORY, MIRROR
from diplogame.errors import NotThereError
from diplogame.texts import text


class ScreenError(NotThereError):
    """No window can be opened here."""


def open_game(
    scenario: str | None,
    role: str | None,
    seed: int | None,
    level: str | None,
    load: str | None,
    replay: str | None = None,
    factory: str = FACTORY,
    mirror: str = MIRROR,
) -> int:
    """See `diplogame.desktop.run`."""
    from diplogame.desktop.window import has_screen, prepare

    prepare()
    if not has_screen():
        raise ScreenError("there is no screen here; `diplogame play --text` plays in the terminal")
    import pygame

    from diplogame.desktop import settings as settings_file
    from diplogame.desktop.app import App
    from diplogame.desktop.screens.title import Title
    from diplogame.desktop.window import Window
    from diplogame.desktop.work import Pair

    worker = Pair(factory, mirror)
    worker.start()
    settings = settings_file.load()
    try:
        window = Window(words=text("desktop.name"), fullscreen=settings.fullscreen)
    except pygame.error as error:
        worker.close()
        raise ScreenError(f"no window can be opened ({error}); `diplogame play --text` plays in the terminal") from None
    app = App(window, worker, settings)
    app.start(Title())
    app.sounds.load()
    threading.Thread(target=_warm, daemon=True, name="warm").start()
    if load:
        app.ask("load", lambda status: _begin(app, status), path=load)
    elif replay:
        from diplogame.desktop.screens.replay import Replay
        from diplogame.desktop.transitions import Push

        app.apply(Push(Replay(replay)))
    elif scenario or role or seed is not None or level:
        app.ask(
            "new",
            lambda status: _begin(app, status),
            scenario=scenario or "moscow_table",
            people=[role or "russia"],
            seed=seed,
            level=level or "normal",
        )
    return app.run()


def _begin(app: Any, status: dict[str, Any]) -> Any:
    from diplogame.desktop.flow import start

    return start(app, status)


def _warm() -> None:
    """Import behind the title what later pages need."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pygame_gui  # noqa: F401

    from diplogame.desktop.screens import composer, main, newgame, report, settings  # noqa: F401
