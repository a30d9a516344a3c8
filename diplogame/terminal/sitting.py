"""One person at one seat, by typed commands. Reads lines and writes lines; everything else is the seat's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console

from diplogame.errors import DiplogameError
from diplogame.game import Game
from diplogame.seats import LocalSeat
from diplogame.terminal import boards, show
from diplogame.terminal.docket import Docket
from diplogame.terminal.reading import hay, parameters
from diplogame.texts import text

Plain = dict[str, Any]


class Sitting:
    """A game played by lines. ``read`` gives the next line, or raises EOFError."""

    def __init__(
        self, game: Game, role: str, console: Console, read: Callable[[str], str], file: Path | None = None
    ) -> None:
        self.game, self.console, self.read, self.file = game, console, read, file
        self.seat = LocalSeat(game, role)
        self.docket = Docket(self.seat)
        self.listed: list[Plain] = []
        """Orders as numbered on the terminal."""
        self.desk: list[Plain] = []
        """Cables as numbered on the terminal."""
        self.warned = False
        self.done = False

    # --- the loop ------------------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Until the game or the patience ends."""
        spec = self.game.scenario.states[self.seat.role]
        self.console.print(self.game.scenario.briefing, highlight=False)
        self.console.print(text("play.welcome", name=spec.name), style="bold")
        self.morning()
        while not self.done:
            try:
                line = self.read(text("play.prompt", turn=self.game.turn, short=spec.short))
            except EOFError:
                break
            self.obey(line.strip())
        self.keep()
        if self.file is not None:
            self.console.print(text("play.bye", file=self.file), highlight=False, soft_wrap=True)

    def obey(self, line: str) -> None:
        """One command."""
        if not line:
            return
        word, _, rest = line.partition(" ")
        word = word.lower()
        if word != "end":
            self.warned = False
        try:
            if word.isdigit():
                self.look(word)
            elif word[:1] in "cq" and word[1:].isdigit():
                self.cable(word[1:]) if word[0] == "c" else self.asked()
            elif word in COMMANDS:
                COMMANDS[word](self, rest.strip())
            else:
                self.find(line)
        except DiplogameError as error:
            self.console.print(str(error), style="yellow", highlight=False)

    # --- looking -------------------------------------------------------------------------------------------------------

    def morning(self, _: str = "") -> None:
        """The report: where things stand, what happened, goals, questions."""
        picture = self.seat.picture()
        show.head(self.console, picture)
        fresh = [one for one in picture["cables"] if one["turn"] >= self.game.played]
        self.desk = sorted(fresh, key=lambda one: -one["gravity"])
        if self.desk:
            self.console.print(text("play.happened"), style="bold")
            show.cables(self.console, self.desk[: show.FRESH])
        if len(self.desk) > show.FRESH:
            self.console.print(text("play.more", n=len(self.desk) - show.FRESH), style="dim")
        self.console.print(text("play.goals"), style="bold")
        show.goals(self.console, picture)
        self.asked()
        if not self.game.over:
            show.suggested(self.console, self.game.scenario, self.game.turn, self.seat.role)

    def asked(self, _: str = "") -> None:
        """Questions."""
        rows = self.seat.asked()
        if rows:
            self.console.print(text("play.asked"), style="bold")
            show.asks(self.console, rows, self.docket.answers)

    def cables(self, words: str) -> None:
        """All cables of the turn, or all that hold the words."""
        rows = self.seat.picture()["cables"]
        wanted = words.lower().split()
        rows = (
            [one for one in rows if all(word in f"{one['headline']} {one['detail']}".lower() for word in wanted)]
            if wanted
            else [one for one in rows if one["turn"] >= self.game.played]
        )
        self.desk = sorted(rows, key=lambda one: (-one["turn"], -one["gravity"]))[:40]
        show.cables(self.console, self.desk, deep=True)

    def cable(self, word: str) -> None:
        """A cable in full."""
        one = self._pick(self.desk, word)
        if one:
            show.cables(self.console, [one], int(word), deep=True)

    def why(self, word: str) -> None:
        """Why a cable's act was done."""
        one = self._pick(self.desk, word.removeprefix("c"))
        if one:
            self.console.print(one["headline"], style="bold")
            boards.why(self.console, self.seat.why(one["id"]))

    def orders(self, words: str) -> None:
        """The kinds of orders; with words, the orders that hold them, open ones first."""
        rows = self.seat.orders()
        if not self.listed:
            self.listed = self._listed(rows)
        wanted = words.lower().split()
        if not wanted:
            show.kinds(self.console, self.listed)
            return
        shown = [(k + 1, one) for k, one in enumerate(self.listed) if all(word in hay(one) for word in wanted)]
        if shown:
            show.menu(self.console, shown)
        else:
            self.console.print(text("play.none_fit"), style="dim")

    def _listed(self, rows: list[Plain]) -> list[Plain]:
        return sorted(rows, key=lambda one: (one["greyed"] is not None, one["family"], one["verb"]))

    def look(self, word: str) -> None:
        """One order in full."""
        one = self._order(word)
        if one:
            show.order(self.console, one, int(word))

    def brief(self, _: str = "") -> None:
        """The role."""
        brief = self.game.scenario.states[self.seat.role].brief
        for name in ("who", "want", "can", "fear", "opening"):
            self.console.print(f"{text(f'play.brief.{name}')}: {getattr(brief, name)}", highlight=False)

    def help(self, _: str = "") -> None:
        """What can be typed."""
        show.help_page(self.console)

    def forecast(self, _: str = "") -> None:
        """Imagined futures."""
        self.console.print(text("play.imagining"), style="dim")
        boards.forecast(self.console, self.seat.forecast(self.docket.ids, futures=300))

    # --- choosing ------------------------------------------------------------------------------------------------------

    def find(self, line: str) -> None:
        """`strike parchin+khojir`, `host_talks invite=iran,qatar`: a verb with its parameters; it is chosen at once."""
        words = line.split()
        if words[0] == "find":
            words = words[1:]
        verbs = {one["verb"] for one in self.seat.orders()}
        if not words or words[0] not in verbs:
            self.console.print(text("play.unknown", word=words[0] if words else line), style="yellow")
            return
        one = self.seat.find(words[0], **dict(parameters(words[1:])))
        show.order(self.console, one)
        self._say(self.docket.add(one))

    def add(self, words: str) -> None:
        """Choose orders by number."""
        if not words:
            self.console.print(text("play.name_one", example="add 3"), style="yellow")
        for word in words.replace(",", " ").split():
            one = self._order(word)
            if one:
                self._say(self.docket.add(one))

    def drop(self, word: str) -> None:
        """Take a chosen order off, by its place on the docket."""
        one = self._pick(self.docket.orders, word or "1")
        if one:
            self._say(self.docket.drop(one))

    def answer(self, words: str) -> None:
        """`answer 1 yes`."""
        number, _, value = words.partition(" ")
        one = self._pick(self.seat.asked(), number.removeprefix("q") or "1")
        if one:
            self._say(self.docket.answer(one, value.strip().lower()))

    def chosen(self, _: str = "") -> None:
        """What is chosen."""
        show.docket(self.console, self.docket.orders, self.docket.capital, self.docket.room)

    def _say(self, words: str) -> None:
        self.console.print(words, highlight=False)

    # --- moving on -----------------------------------------------------------------------------------------------------

    def end(self, _: str = "") -> None:
        """End the turn; asked once where something is left over."""
        if self.game.over:
            self.console.print(text("play.over"), style="yellow")
            return
        room, silent = self.docket.room, self.docket.silent
        if (room or silent) and not self.warned:
            self.warned = True
            self.chosen()
            left = text("play.leftover", orders=text("play.left_orders", n=room), asks=text("play.left_asks", n=silent))
            self.console.print(left, style="yellow")
            return
        self.docket.hand_in()
        self.console.print(text("play.ended"), style="dim")
        over = self.seat.end_turn()["over"]
        self._fresh()
        self.keep()
        self.morning()
        if over:
            boards.result(self.console, self.seat.result())
            self.console.print(text("play.over"), style="bold")

    def undo(self, _: str = "") -> None:
        """Take the last turn back."""
        self.seat.undo()
        self._fresh()
        self.console.print(text("play.undone"), style="bold")
        self.morning()

    def _fresh(self) -> None:
        self.docket.clear()
        self.listed, self.warned = [], False

    def save(self, name: str) -> None:
        """Save under a name, or where the game is kept."""
        path = Path(name).expanduser() if name else self.file
        if path is None:
            self.console.print(text("play.name_one", example="save game.jsonl"), style="yellow")
            return
        self.game.save(path)
        self.console.print(text("play.saved", file=path), highlight=False, soft_wrap=True)

    def keep(self) -> None:
        """The autosave."""
        if self.file is not None and self.game.played:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.game.save(self.file)

    def review(self, _: str = "") -> None:
        """Write the review page beside the save."""
        from diplogame.review import write_review

        path = (self.file or Path("diplogame.jsonl")).with_suffix(".html")
        write_review(self.game, path)
        self.console.print(text("play.review", file=path), highlight=False, soft_wrap=True)

    def quit(self, _: str = "") -> None:
        """Leave; the game is kept."""
        self.done = True

    def _order(self, word: str) -> Plain | None:
        if not self.listed:
            self.listed = self._listed(self.seat.orders())
        return self._pick(self.listed, word)

    def _pick(self, rows: list[Plain], word: str) -> Plain | None:
        if word.isdigit() and 1 <= int(word) <= len(rows):
            return rows[int(word) - 1]
        self.console.print(text("play.number", word=word), style="yellow")
        return None


COMMANDS: dict[str, Callable[[Sitting, str], None]] = {
    "report": Sitting.morning, "cables": Sitting.cables, "c": Sitting.cables, "why": Sitting.why, "orders": Sitting.orders, "o": Sitting.orders, "add": Sitting.add,
    "drop": Sitting.drop, "answer": Sitting.answer, "a": Sitting.answer, "asks": Sitting.asked, "docket": Sitting.chosen, "d": Sitting.chosen, "end": Sitting.end,
    "undo": Sitting.undo, "save": Sitting.save, "quit": Sitting.quit, "exit": Sitting.quit, "brief": Sitting.brief, "help": Sitting.help, "?": Sitting.help,
    "forecast": Sitting.forecast, "review": Sitting.review,
    "goals": lambda sitting, _: show.goals(sitting.console, sitting.seat.picture()), "states": lambda sitting, _: boards.states(sitting.console, sitting.seat.picture()),
    "sites": lambda sitting, _: boards.sites(sitting.console, sitting.seat.picture()), "talks": lambda sitting, _: boards.talks(sitting.console, sitting.seat.picture()),
    "council": lambda sitting, _: boards.council(sitting.console, sitting.seat.picture()), "ledger": lambda sitting, _: boards.ledger(sitting.console, sitting.seat.picture()),
}  # fmt: skip
"""What can be typed."""
