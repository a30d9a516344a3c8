"""The claim register, measured: what the source holds to be true about the crisis, checked against what the engine does.

registry.py    which checks there are, and how one is run
measured.py    what a check gives back
runs.py        ensembles of games with what happened in them, paired on the same luck
deeds.py       minds that do something by order, to force and to forbid
statistics.py  shares, effects and their errors, by leaving out blocks of games
the others     the checks themselves, one file a group
"""
