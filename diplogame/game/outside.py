"""What comes from outside a game: injects and rulings as plain data, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from diplogame.errors import SettingError, suggestion
from diplogame.game.happening import Event, named, read
from diplogame.playing import Playing
from diplogame.scenario.schema import Scenario
from diplogame.turn.news import News, check, timed


class Morning:
    """What has come from outside since the last turn ended: the scenario's timed news, then what a facilitator sends."""

    def __init__(self, scenario: Scenario, playing: Playing) -> None:
        self._notes = [note_of(piece) for piece in timed(scenario.injects, playing.worlds.turn + 1)]
        self.events: list[Event] = named(read(playing.news, playing.worlds.cast, notes=self._notes))
        self.heard: list[News] = []
        """What a facilitator sent or ruled."""

    def hear(self, news: News, playing: Playing) -> None:
        """Let it happen now. Raises SettingError where it cannot."""
        check(news, playing.worlds.cast)
        self._notes.append(note_of(news))
        self.heard.append(news)
        events = playing.hear([news], len(self._notes) - 1)
        self.events += named(read(events, playing.worlds.cast, notes=self._notes), len(self.events))


def note_of(news: News) -> dict[str, str]:
    """What an event tells of a piece of news."""
    return {"id": news.id, "title": news.title, "text": news.text}


def as_news(inject: Mapping[str, Any], scenario: Scenario) -> News:
    """An inject as plain data, or one of the scenario's by its id, as news. Raises SettingError."""
    known = {one.id: one for one in scenario.injects}
    if set(inject) == {"id"}:
        one = known.get(inject["id"])
        if one is None:
            raise SettingError("id", inject["id"], suggestion(str(inject["id"]), known, "inject of this scenario"))
        return News(one.kind, one.to, one.title, one.text, one.effects, one.id)
    to = inject.get("to", ("all",))
    return News(
        str(inject.get("kind", "news")),
        (to,) if isinstance(to, str) else tuple(to),
        str(inject.get("title", "")),
        str(inject.get("text", "")),
        effects_of(inject),
        str(inject.get("id", "")),
    )


def effects_of(entry: Mapping[str, Any]) -> dict[str, float]:
    """The effects of an inject or a ruling as numbers. Raises SettingError."""
    effects = entry.get("effects") or {}
    if not isinstance(effects, Mapping):
        raise SettingError("effects", effects, "must be a mapping of quantities to numbers")
    for name, value in effects.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
            raise SettingError(f"effects.{name}", value, "must be a finite number")
    return {str(name): float(value) for name, value in effects.items()}


def ruling_of(entry: Mapping[str, Any]) -> News:
    """A facilitator's ruling {reason, effects, event?} as news. Raises SettingError."""
    return News("ruling", ("all",), str(entry.get("reason", "")), str(entry.get("event") or ""), effects_of(entry))


def plain(news: News) -> dict[str, Any]:
    """A piece of news as it stands in a record."""
    if news.kind == "ruling":
        return {"reason": news.title, "event": news.text, "effects": dict(news.effects)}
    return {
        "id": news.id,
        "kind": news.kind,
        "to": list(news.to),
        "title": news.title,
        "text": news.text,
        "effects": dict(news.effects),
    }
