"""Cut static weights of Inter out of its variable font, with the letters that the game shows.

Needs fontTools and the wheel of the PyPI package fontpkg-inter (`pip download --no-deps fontpkg-inter`):

    python assets/fonts/build.py fontpkg_inter-4.1.post1-py3-none-any.whl
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
RANGES = [(0x20, 0x7F), (0xA0, 0x180), (0x2B0, 0x300), (0x370, 0x400), (0x400, 0x530), (0x1E00, 0x2000), (0x2000, 0x2070), (0x2070, 0x20D0),
          (0x2100, 0x2400), (0x2460, 0x2500), (0x25A0, 0x2700), (0x2B00, 0x2C00)]  # fmt: skip
OPTICAL = 14  # the text cut: nothing on the screens is set larger than a title


def main(wheel: str) -> None:
    here = Path(__file__).parent
    with zipfile.ZipFile(wheel) as archive:
        variable = archive.read("fontpkg_inter/files/Inter[opsz,wght].ttf")
        (here / "LICENSE.txt").write_bytes(archive.read("fontpkg_inter/LICENSE"))
    for name, weight in WEIGHTS.items():
        font = instantiateVariableFont(TTFont(io.BytesIO(variable)), {"wght": weight, "opsz": OPTICAL})
        options = Options()
        options.layout_features = ["kern", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case"]
        options.name_IDs = ["*"]
        subset = Subsetter(options)
        subset.populate(unicodes=[code for first, last in RANGES for code in range(first, last)])
        subset.subset(font)
        out = here / f"Inter-{name}.ttf"
        font["head"].modified = font["head"].created  # the same bytes each time
        font.recalcTimestamp = False
        font.save(out)
        print(out.name, out.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
