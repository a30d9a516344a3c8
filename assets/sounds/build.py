"""Synthesise the game's sounds: short, soft tones and filtered noise, 22,050 samples a second, 16 bit, mono.

    python assets/sounds/build.py

Only NumPy; a fixed generator makes the same bytes each time. The sounds are part of this project (MIT).
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

RATE = 22_050


def time(seconds: float) -> np.ndarray:
    return np.arange(int(RATE * seconds)) / RATE


def fall(length: int, attack: float = 0.005, half: float = 0.08) -> np.ndarray:
    """An envelope: a short rise, then halving every `half` seconds."""
    t = np.arange(length) / RATE
    return np.minimum(t / attack, 1.0) * 0.5 ** (t / half) * np.minimum((length / RATE - t) / 0.02, 1.0)


def tone(pitch: float, seconds: float, half: float, partials: tuple[float, ...] = (1.0, 0.25, 0.08)) -> np.ndarray:
    t = time(seconds)
    wave_ = sum(part * np.sin(2 * np.pi * pitch * (k + 1) * t) for k, part in enumerate(partials))
    return wave_ * fall(len(t), half=half)


def noise(seconds: float, cut: float, half: float, seed: int) -> np.ndarray:
    """Noise through two one-pole low passes at `cut` hertz."""
    raw = np.random.default_rng(seed).standard_normal(int(RATE * seconds))
    keep = np.exp(-2 * np.pi * cut / RATE)
    for _ in range(2):
        out, last = np.empty_like(raw), 0.0
        for i, value in enumerate(raw):
            last = keep * last + (1 - keep) * value
            out[i] = last
        raw = out
    return raw / np.abs(raw).max() * fall(len(raw), attack=0.01, half=half)


def after(*parts: tuple[float, np.ndarray]) -> np.ndarray:
    length = max(int(start * RATE) + len(part) for start, part in parts)
    out = np.zeros(length)
    for start, part in parts:
        first = int(start * RATE)
        out[first : first + len(part)] += part
    return out


SOUNDS = {
    "click": lambda: 0.35 * tone(1320, 0.06, 0.012, (1.0, 0.1)),
    "order": lambda: after((0.0, 0.5 * tone(523, 0.22, 0.05)), (0.07, 0.5 * tone(784, 0.3, 0.07))),
    "remove": lambda: after((0.0, 0.45 * tone(659, 0.2, 0.05)), (0.07, 0.45 * tone(440, 0.26, 0.06))),
    "refused": lambda: 0.5 * tone(196, 0.22, 0.05, (1.0, 0.5, 0.3)),
    "turn": lambda: after(
        (0.0, 0.4 * tone(294, 0.8, 0.16)), (0.1, 0.4 * tone(440, 0.8, 0.18)), (0.2, 0.35 * tone(587, 0.9, 0.2))
    ),
    "strike": lambda: after((0.0, 0.9 * noise(0.9, 220, 0.14, 1)), (0.0, 0.6 * tone(55, 0.7, 0.12))),
    "call": lambda: after((0.0, 0.3 * tone(880, 0.16, 0.04)), (0.12, 0.3 * tone(1109, 0.2, 0.05))),
    "talks": lambda: after(*[(0.09 * k, 0.35 * tone(p, 0.6, 0.14)) for k, p in enumerate((392, 494, 587))]),
    "council": lambda: after((0.0, 0.9 * noise(0.12, 1400, 0.02, 2)), (0.16, 0.9 * noise(0.14, 1400, 0.02, 3))),
    "shipping": lambda: 0.5 * tone(110, 0.8, 0.22, (1.0, 0.6, 0.4, 0.2)),
    "flight": lambda: 0.5 * noise(0.9, 900, 0.25, 4),
    "market": lambda: after((0.0, 0.35 * tone(988, 0.12, 0.03)), (0.05, 0.3 * tone(1319, 0.14, 0.03))),
    "end": lambda: after(*[(0.16 * k, 0.4 * tone(p, 1.4, 0.35)) for k, p in enumerate((262, 330, 392, 523))]),
}


def main() -> None:
    for name, make in SOUNDS.items():
        samples = np.clip(make(), -1, 1)
        path = Path(__file__).with_name(f"{name}.wav")
        with wave.open(str(path), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes((samples * 0.8 * 32767).astype("<i2").tobytes())
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
