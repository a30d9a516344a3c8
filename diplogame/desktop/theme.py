"""Colours, type sizes and the scale factor. Plain data: no pygame here."""

from __future__ import annotations

from dataclasses import dataclass, replace

Colour = str
"""Six hex digits after a #, as SVG has it."""


@dataclass(frozen=True)
class Palette:
    """One set of colours; every meaning that a colour carries is carried by a shape or a word too."""

    name: str = "night"
    back: Colour = "#0a111d"
    panel: Colour = "#0c1524"
    panel_low: Colour = "#0a1220"
    card: Colour = "#121d30"
    card_low: Colour = "#0f192a"
    picked: Colour = "#1a2a4a"
    picked_low: Colour = "#152340"
    line: Colour = "#1c293e"
    edge: Colour = "#25344d"
    edge_lit: Colour = "#4a6fc4"
    text: Colour = "#eaf0f9"
    soft: Colour = "#b7c3d6"
    muted: Colour = "#8391a9"
    faint: Colour = "#56647c"
    good: Colour = "#4cc38a"
    bad: Colour = "#f0675f"
    warn: Colour = "#eba93a"
    info: Colour = "#6d8ff5"
    covert: Colour = "#a98bf0"
    action: Colour = "#1f8a72"
    action_low: Colour = "#187160"
    on_action: Colour = "#ffffff"
    sea: Colour = "#0a1424"
    sea_low: Colour = "#0d1a2e"
    land: Colour = "#1b2536"
    coast: Colour = "#31517f"
    border: Colour = "#3d4c64"
    neutral: Colour = "#7b8494"


NIGHT = Palette()
SAFE = replace(
    NIGHT,
    name="safe",
    good="#56b4e9",
    bad="#e8743b",
    warn="#f0c84b",
    info="#7aa2f7",
    covert="#cc79a7",
    action="#1f6fae",
    action_low="#195a8f",
)
CONTRAST = replace(
    NIGHT, name="contrast", back="#000000", panel="#05080d", panel_low="#05080d", card="#0c121c", card_low="#0a0f18", text="#ffffff", soft="#eef2f8",
    muted="#c3cede", faint="#9aa8bd", line="#46556e", edge="#66789a", edge_lit="#9db8ff", good="#5dffab", bad="#ff8078", warn="#ffc94a", info="#9fb6ff",
    covert="#d0b6ff", action="#0f7f63", action_low="#0b6a53", land="#222c3c", border="#6a7890",
)  # fmt: skip
PALETTES = {palette.name: palette for palette in (NIGHT, SAFE, CONTRAST)}

ROLES = ("russia", "iran", "israel", "united_states", "gulf_states", "qatar", "egypt", "jordan")
ROLE_COLOURS: dict[str, Colour] = {
    "russia": "#7d93f0",
    "iran": "#4fbf86",
    "israel": "#5cc0e6",
    "united_states": "#e58fa8",
    "gulf_states": "#e3a63f",
    "qatar": "#c98be0",
    "egypt": "#d98a55",
    "jordan": "#a3a0f5",
}
SAFE_ROLE_COLOURS: dict[str, Colour] = {  # Okabe and Ito, lightened for a dark ground
    "russia": "#5b9bd5",
    "iran": "#19b38a",
    "israel": "#7fd0f7",
    "united_states": "#d98cb8",
    "gulf_states": "#e8a52e",
    "qatar": "#f0e46a",
    "egypt": "#e07a3f",
    "jordan": "#b9b9c8",
}
ROLE_SHAPES: dict[str, str] = {  # as the scenarios have them
    "russia": "star",
    "iran": "diamond",
    "israel": "triangle",
    "united_states": "square",
    "gulf_states": "hexagon",
    "qatar": "circle",
    "egypt": "pentagon",
    "jordan": "cross",
}
FAMILY_ICONS: dict[str, str] = {
    "statements": "megaphone",
    "talks": "handshake",
    "answers": "mail",
    "council": "gavel",
    "force": "crosshair",
    "strikes": "crosshair",
    "forces": "shield-alert",
    "shipping": "ship",
    "oil": "droplets",
    "arms": "shield",
    "aid": "hand-coins",
    "covert": "eye-off",
    "postures": "sliders-horizontal",
    "market": "trending-up",
    "markets": "trending-up",
    "intel": "radar",
    "sighting": "radar",
    "outcome": "info",
    "news": "newspaper",
    "inject": "newspaper",
    "ending": "flag",
}


class Sizes:
    """Type sizes in points of the design (times the scale factor on the screen)."""

    CAPS = 10.5
    META = 11.2
    BODY = 12.8
    TITLE = 13.8
    VALUE = 14.5
    PAGE = 16.5
    HEAD = 22.0
    HERO = 40.0


@dataclass(frozen=True)
class Theme:
    """A palette, the scale factor and how much of it moves."""

    palette: Palette = NIGHT
    scale: float = 1.0
    calm: bool = False
    """Whether moving ornaments stand still."""

    def px(self, points: float) -> int:
        """Design points as whole pixels."""
        return round(points * self.scale)

    def role(self, role: str | None) -> Colour:
        table = SAFE_ROLE_COLOURS if self.palette.name == "safe" else ROLE_COLOURS
        return table.get(role or "", self.palette.neutral)

    def tone(self, tone: str) -> Colour:
        """The colour of a meaning: good, bad, warn, info, covert, muted, text, or a role's name."""
        if tone in ROLE_COLOURS:
            return self.role(tone)
        return getattr(self.palette, tone, self.palette.text)


def mix(one: Colour, two: Colour, share: float) -> Colour:
    """`share` of `two` in `one`."""
    a, b = rgb(one), rgb(two)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def rgb(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


FAMILY_TONES: dict[str, str] = {
    "statements": "soft", "talks": "good", "answers": "good", "council": "muted", "force": "bad", "strikes": "bad", "forces": "warn", "shipping": "warn", "oil": "warn",
    "arms": "covert", "aid": "info", "covert": "covert", "postures": "info", "market": "warn", "markets": "warn", "intel": "covert", "sighting": "covert",
    "outcome": "soft", "news": "soft", "inject": "soft", "ending": "warn",
}  # fmt: skip
