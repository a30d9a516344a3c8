"""The door through which the program reads YAML: see `diplogame.yamlload`, which lies below so that texts may use it."""

from __future__ import annotations

from diplogame.yamlload import Document, load_bytes, load_file, load_text

__all__ = ["Document", "load_bytes", "load_file", "load_text"]
