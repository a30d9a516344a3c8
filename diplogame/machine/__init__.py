"""The machine that plays traced formulas (`diplogame.traced`): steps are ordered and given registers (`program.py`), then run for a strip of
worlds at a time by compiled loops (`player.py`), so that what they pass to each other stays in the processor's cache.
"""
