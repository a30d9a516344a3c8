"""Collect the Lucide icons that the game uses into one file, `icons.json`: name -> what stands inside the <svg> element.

Needs the npm package lucide-static (`npm pack lucide-static`, then unpack):

    python assets/icons/build.py path/to/package

Each icon is drawn on a 24 by 24 grid, stroke 2, round caps and joins, no fill.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

USED = [
    "anchor",
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "atom",
    "ban",
    "bell",
    "bird",
    "book-open",
    "bomb",
    "calendar-days",
    "check",
    "check-check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle",
    "circle-check",
    "circle-dot",
    "circle-help",
    "circle-x",
    "clock",
    "coins",
    "copy",
    "corner-down-left",
    "crosshair",
    "droplets",
    "drone",
    "eye",
    "eye-off",
    "factory",
    "fast-forward",
    "file-text",
    "flag",
    "flame",
    "folder-open",
    "fuel",
    "gauge",
    "gavel",
    "git-fork",
    "globe",
    "graduation-cap",
    "hand-coins",
    "handshake",
    "heart-crack",
    "history",
    "hourglass",
    "house",
    "inbox",
    "info",
    "keyboard",
    "landmark",
    "layers",
    "list-checks",
    "list-filter",
    "locate",
    "lock",
    "log-out",
    "mail",
    "map",
    "map-pin",
    "maximize",
    "megaphone",
    "menu",
    "message-circle",
    "message-square",
    "message-square-text",
    "minus",
    "monitor",
    "mouse-pointer-click",
    "newspaper",
    "package",
    "palette",
    "pause",
    "percent",
    "phone",
    "plane",
    "play",
    "plus",
    "power",
    "radar",
    "radio",
    "radio-tower",
    "refresh-cw",
    "rocket",
    "rotate-ccw",
    "route",
    "save",
    "scale",
    "scroll-text",
    "search",
    "send",
    "settings",
    "shield",
    "shield-alert",
    "shield-check",
    "ship",
    "skip-back",
    "skip-forward",
    "sliders-horizontal",
    "sparkles",
    "star",
    "step-back",
    "step-forward",
    "swords",
    "target",
    "trash-2",
    "trending-down",
    "trending-up",
    "triangle",
    "triangle-alert",
    "trophy",
    "truck",
    "type",
    "undo-2",
    "user",
    "users",
    "volume-2",
    "volume-x",
    "vote",
    "wrench",
    "x",
    "zap",
    "zoom-in",
    "zoom-out",
]


def inside(svg: str) -> str:
    body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL).group(1)
    return re.sub(r"\s+", " ", body).replace("> <", "><").strip()


def main(package: str) -> None:
    source, here = Path(package), Path(__file__).parent
    wanted, missing = {}, []
    for name in sorted(set(USED)):
        file = source / "icons" / f"{name}.svg"
        if file.is_file():
            wanted[name] = inside(file.read_text(encoding="utf-8"))
        else:
            missing.append(name)
    if missing:
        sys.exit(f"not in the package: {', '.join(missing)}")
    (here / "icons.json").write_text(json.dumps(wanted, indent=0) + "\n", encoding="utf-8", newline="\n")
    (here / "LICENSE.txt").write_bytes((source / "LICENSE").read_bytes())
    print(len(wanted), "icons,", (here / "icons.json").stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
