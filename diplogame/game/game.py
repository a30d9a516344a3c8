"""One played game: submit, end the turn, undo, save, load, fork, forecast, ask why. Whatever a screen or a script does goes through here."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from diplogame import opening, record
from diplogame.errors import DiplogameError, OrderError, SettingError, suggestion
from diplogame.game.asks import Ask, asks
from diplogame.game.docket import Docket, as_mind, docket
from diplogame.game.happening import Event
from diplogame.game.menu import Menu
from diplogame.game.outside import Morning, as_news, ruling_of
from diplogame.game.reading import Entry
from diplogame.game.setup import Setup, set_up
from diplogame.game.tape import Tape, header
from diplogame.game.turn import Frame, Turn, told_turn
from diplogame.minds.mind import Mind
from diplogame.model import DiplomacyModel
from diplogame.playing import Playing
from diplogame.scenario.schema import Scenario
from diplogame.turn.news import News, strike
from diplogame.world.fields import Worlds
from diplogame.world.views import View, view

PERSON = "person"


class GameOverError(DiplogameError):
    """An order or a turn after the end of the game."""


class Game:
    """One game of one world. Roles are named; a turn's number counts from 1."""

    def __init__(self, setup: Setup, seats: Mapping[str, str]) -> None:
        """Use `Game.new` or `Game.load`. seats: role to `person` or the name of a mind."""
        self.setup = setup
        self.seats: dict[str, str] = dict(seats)
        minds: dict[str, str | Mind] = {
            role: opening.DEFAULT_MIND if who == PERSON else who for role, who in self.seats.items()
        }
        self._model = DiplomacyModel(setup.scenario, seeds=[setup.seed], minds=minds, published=setup.published)
        # Mesa's counter of agents would keep the model alive for good.
        weakref.finalize(self, self._model.close).atexit = False
        self.tape = Tape(header(setup, seats), Frame.of(self.playing))
        """All turns that were played, and the record."""
        self._waiting: dict[str, Docket] = {}
        self._views: dict[str, View] = {}
        self._new_morning()

    @classmethod
    def new(
        cls,
        scenario: str | Path | Scenario = "moscow_table",
        people: Iterable[str] = (),
        seed: int | None = None,
        level: str = "normal",
        *,
        minds: Mapping[str, str] | None = None,
        settings: Mapping[str, Any] | None = None,
        forbid: Iterable[str] = (),
        news: bool = True,
        published: Scenario | None = None,
    ) -> Game:
        """A new game at its opening.

        scenario: a name, a path or a Scenario. people: roles that hand in dockets. seed: 0 to 2^53-1; the scenario's fixed luck or a drawn one where None.
        level: easy, normal or hard, for the states that no person plays. minds: role (or '*') to the name of a mind instead. settings: values by path, as
        in `--set`. forbid: VERB@ROLE. news: False leaves the scenario's timed injects to a facilitator. published: the scenario as the states know it of each other, where
        ``scenario`` has settings worked in already. Raises ScenarioError, FileError, SettingError.
        """
        setup = set_up(scenario, seed, level, settings or {}, tuple(forbid), news, published)
        seats = opening.minds_by_role(setup.scenario, minds, level)
        for role in [people] if isinstance(people, str) else people:
            if role not in seats:
                raise SettingError("people", role, suggestion(str(role), seats, "role"))
            seats[role] = PERSON
        return cls(setup, seats)

    # --- what there is ------------------------------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """The briefing, with settings worked in."""
        return self.setup.scenario

    @property
    def seed(self) -> int:
        """The game's only key to luck."""
        return self.setup.seed

    @property
    def level(self) -> str:
        """How well the states play that no person plays."""
        return self.setup.level

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles, in the scenario's order."""
        return self._model.roles

    @property
    def people(self) -> tuple[str, ...]:
        """Roles that hand in dockets."""
        return tuple(role for role in self.roles if self.seats[role] == PERSON)

    @property
    def played(self) -> int:
        """How many turns have been played."""
        return len(self.tape.turns)

    @property
    def turn(self) -> int:
        """The turn that is being ordered, from 1; after the end the last one."""
        return self.played if self.over else self.played + 1

    @property
    def turns(self) -> int:
        """Turns of a whole game."""
        return self._model.turns

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return not self.playing.open

    @property
    def ending(self) -> str | None:
        """The name of the ending; None while the game goes on."""
        return self._model.endings()[0]

    @property
    def digest(self) -> str:
        """The chained hash of the whole course so far, in hex: the same luck and dockets give the same digest."""
        return self._model.digests[0]

    @property
    def history(self) -> tuple[Turn, ...]:
        """The turns that stand."""
        return tuple(self.tape.turns)

    @property
    def taken_back(self) -> int:
        """How many times somebody went back; such a game counts in no challenge."""
        return self.tape.taken_back

    @property
    def under_new_rules(self) -> bool:
        """Whether it began under another rules number."""
        return self.tape.under_new_rules

    @property
    def notice(self) -> str | None:
        """What a record that it was loaded from has lost, in words."""
        return self.tape.notice

    @property
    def news(self) -> list[Event]:
        """What has come from outside since the last turn ended."""
        return list(self._morning.events)

    @property
    def playing(self) -> Playing:
        """The ensemble of one that the game is."""
        return self._model.playing

    @property
    def worlds(self) -> Worlds:
        """The truth: an ensemble of one. For reviews and tests; who plays asks `view`."""
        return self._model.worlds

    @property
    def after(self) -> Worlds:
        """The truth after the aftermath, the turns that are played on once time has run out; before that the same as `worlds`."""
        return self.playing.after

    def worlds_at(self, played: int) -> Worlds:
        """The truth after so many turns; 0 is the opening."""
        return self.tape.frames[played].worlds

    def scores(self) -> dict[str, float]:
        """Each role's score, 0 to 100: half the end, half the mean over the turns; as if the game ended now while it goes on."""
        return dict(zip(self.roles, (float(value) for value in self._model.scores()[0]), strict=True))

    def scores_at(self, played: int) -> dict[str, float]:
        """The same as they stood after so many turns."""
        frame = self.tape.frames[played]
        found = frame.tally.result(frame.worlds, max(played, 1))[0]
        return dict(zip(self.roles, (float(value) for value in found), strict=True))

    def digest_at(self, played: int) -> str:
        """The digest after so many turns; 0 is the opening."""
        return self.tape.frames[played].digests[0].hex()

    # --- a seat's turn ------------------------------------------------------------------------------------------------

    def view(self, role: str) -> View:
        """What a role may see now. Raises SettingError for an unknown role."""
        seat = self._seat(role)
        if role not in self._views:
            stage = self.worlds if self.over else self.playing.stage()[1]
            self._views[role] = view(stage, seat)
        return self._views[role]

    def view_at(self, role: str, played: int) -> View:
        """What a role could see when so many turns had been played, before the next one's orders."""
        return view(self.stage_at(played), self._seat(role))

    def stage_at(self, played: int) -> Worlds:
        """The truth as it stood while the turn after ``played`` turns was ordered: with its number, and with what had come from outside."""
        worlds = self.tape.frames[played].worlds
        heard = self.tape.turns[played].heard if played < self.played else self._morning.heard
        return (
            strike(worlds.replace({"turn": played + 1}), heard, played + 1)[0]
            if heard
            else worlds.replace({"turn": played + 1})
        )

    def asked(self, role: str) -> list[Ask]:
        """What awaits an answer of the role with this turn's docket."""
        return [] if self.over else asks(self.view(role))

    def legal_orders(self, role: str) -> Menu:
        """What the role may order now: iterate over at most eighty, ask `order in orders`, or `find(verb, **parameters)` any other."""
        return Menu(self.view(role))

    def submit(self, role: str, orders: Iterable[Entry], answers: Mapping[str, str] | None = None) -> Docket:
        """Hand in a role's docket for this turn; a later one takes the place of an earlier one.

        orders: ids, orders, or {verb, target, place, parameters}. answers: question's id to answer; what is left out means the question's default.
        Raises OrderError (nothing is handed in then) and GameOverError.
        """
        self._go_on()
        self._waiting[role] = handed_in = docket(self.view(role), orders, answers)
        return handed_in

    def submitted(self, role: str) -> Docket | None:
        """The docket that waits for the turn's end; None where none was handed in."""
        return self._waiting.get(role)

    def withdraw(self, role: str) -> None:
        """Take a docket back that waits."""
        self._waiting.pop(role, None)

    def forecast(
        self,
        role: str,
        futures: int = 500,
        orders: Iterable[Entry] | None = None,
        answers: Mapping[str, str] | None = None,
        *,
        progress: Callable[[dict[str, Any]], None] | None = None,
    ) -> dict[str, Any]:
        """Futures imagined from what the role knows; with ``orders`` (as in `submit`) also how much they change. See `foresight.forecast`."""
        from diplogame.game.forecasting import forecast

        self._go_on()
        seen = self.view(role)
        past = [self.view_at(role, played) for played in range(1, self.played + 1)]
        return forecast(seen, past, futures, orders, answers, progress)

    def why(self, event: Event | str, seat: str | None = None) -> dict[str, Any]:
        """What stands behind an event: {"text", "for", "against", "chance", "alternatives", "flip"}, as far as the seat may know; all of it for None, at the
        end. Raises OrderError for an event that the seat has not seen, SeatError.
        """
        from diplogame.game.why import why

        return why(self, event, seat)

    def mind_at(self, role: str, turn: int) -> Mind | None:
        """The mind that decided for a role in a turn that was played; None for a person."""
        who = self.tape.turns[turn - 1].deciders.get(role, PERSON)
        return None if who == PERSON else opening.mind(who)

    def end_turn(self, held: Iterable[str] = ()) -> Turn:
        """Play the turn. A person's seat without a docket gives no orders and answers by default; the AI plays those named in ``held``.

        Raises GameOverError after the end.
        """
        self._go_on()
        held = set(held)
        minds: dict[str, Mind] = {}
        for role in self.roles:
            handed_in = self._waiting.get(role)
            if handed_in is None and self.seats[role] == PERSON and role not in held:
                handed_in = Docket()
            if handed_in is not None:
                minds[role] = as_mind(self.view(role), handed_in)
        deciders = {
            role: PERSON if role in minds else opening.DEFAULT_MIND if who == PERSON else who
            for role, who in self.seats.items()
        }
        return self.play(minds, deciders)

    def play(self, minds: Mapping[str, Mind], deciders: Mapping[str, str]) -> Turn:
        """One turn with these minds in place of those that sit there (``deciders``: role to their name, for the record); `end_turn` is what one wants."""
        self._go_on()
        views = {role: self.view(role) for role in self.roles}
        usual = {state.role: state.mind for state in self._model.states}
        for state in self._model.states:
            state.mind = minds.get(state.role, state.mind)
        try:
            self._model.step()
        finally:
            for state in self._model.states:
                state.mind = usual[state.role]
        step = self._model.last
        if step is None:
            raise GameOverError("the game is over")
        turn = told_turn(self, step, views, deciders, self._morning.events, self._morning.heard)
        self.append(turn, Frame.of(self.playing))
        return turn

    def append(self, turn: Turn, frame: Frame) -> None:
        """A turn that was played, or is taken as a record tells it."""
        self.tape.append(turn, frame, self.ending)
        self._new_morning()

    # --- records ------------------------------------------------------------------------------------------------------

    def lines(self) -> list[str]:
        """The record as JSON lines, sealed: the same that `save` writes."""
        return self.tape.lines()

    def save(self, path: str | Path) -> None:
        """Write the record, in one piece or not at all. Raises RecordError and StorageError."""
        record.save(path, self.lines())

    @classmethod
    def load(
        cls, path: str | Path, progress: Callable[[int, int], None] | None = None, *, until_fault: bool = False
    ) -> Game:
        """The game in a record; look at `notice`, which says what is missing. Same rules number: it is played again and every digest checked. Another: it
        is shown as it was told and goes on under the rules of now (`under_new_rules`). Raises RecordError for a line that was changed, or that comes
        out otherwise; with ``until_fault`` the game ends before that line instead, with a notice.
        """
        from diplogame.game.saving import load

        return load(path, progress, until_fault=until_fault)

    @classmethod
    def loads(cls, text: str | bytes | Iterable[str]) -> Game:
        """The same for a record in memory: its text, or its lines."""
        from diplogame.game.saving import loads

        return loads(text if isinstance(text, str | bytes) else "".join(f"{line}\n" for line in text))

    def fork(self, turn: int) -> Game:
        """Another game that goes its own way from where ``turn`` is to be ordered. Raises OrderError."""
        if not 1 <= turn <= self.played + 1:
            raise OrderError("turn", turn, f"must be from 1 to {self.played + 1}")
        other = Game(replace(self.setup, fork={"chain": self.tape.tip(), "turn": turn - 1}), self.seats)
        for past, frame in zip(self.tape.turns[: turn - 1], self.tape.frames[1:turn], strict=True):
            frame.restore(other.playing)
            other.append(past, frame)
        other._model.running = not other.over
        other.tape.taken_back, other.tape.under_new_rules = self.tape.taken_back, self.tape.under_new_rules
        return other

    # --- going back, going elsewhere ----------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last turn back. The same orders meet the same luck. Raises OrderError where there is none."""
        self._back(self.played - 1, "undo")

    def roll_back(self, turn: int) -> None:
        """Go back to where ``turn`` is to be ordered (again). Raises OrderError."""
        self._back(turn - 1, "roll_back")

    def _back(self, to: int, kind: str) -> None:
        if not 0 <= to < self.played:
            accepted = f"must be from 1 to {self.played}" if self.played else "no turn has been played yet"
            raise OrderError("turn", to + 1, accepted)
        self.tape.back(to, kind).restore(self.playing)
        self._model.running = not self.over
        self._new_morning()

    def sit(self, seats: Mapping[str, str]) -> None:
        """Hand seats over from this turn on: role to `person` or a mind's name. Raises SettingError."""
        for role, who in seats.items():
            self._seat(role)
            if who != PERSON:
                opening.mind(who)
        self.seats.update(seats)
        self.reseat()
        self.tape.note({"kind": "seats", "seats": dict(seats)})

    def reseat(self) -> None:
        """Put into each seat the mind that `seats` names; a person's is kept warm by the default one."""
        for role, who in self.seats.items():
            self._model.put(role, opening.DEFAULT_MIND if who == PERSON else who)

    def inject(self, inject: Mapping[str, Any]) -> None:
        """Something happens from outside, now: {kind, to, title, text, effects}, or {id} of one of the scenario's. Raises SettingError."""
        self._hear(as_news(inject, self.scenario))

    def rule(self, ruling: Mapping[str, Any]) -> None:
        """A facilitator's ruling, on record: {reason, effects, event?}. Raises SettingError."""
        self._hear(ruling_of(ruling))

    def _hear(self, news: News) -> None:
        self._go_on()
        self._morning.hear(news, self.playing)
        self._views.clear()

    def _go_on(self) -> None:
        if self.over:
            raise GameOverError(f"the game is over: {self.ending}; undo takes the last turn back")

    def _seat(self, role: str) -> int:
        index = self.worlds.cast.state_index.get(role)
        if index is None:
            raise SettingError("role", role, suggestion(str(role), self.roles, "role"))
        return index

    def _new_morning(self) -> None:
        self._waiting.clear()
        self._views.clear()
        self._morning = Morning(self.scenario, self.playing)


__all__ = ["PERSON", "Game", "GameOverError", "Setup"]
