"""Balance: does it pay to think? Fixed strategies and three levels of play in every role, on the same luck, against the default mind elsewhere.

minds.py       minds with one fixed idea
strategies.py  which strategies there are, and which roles can follow them
contest.py     games of one strategy in one role
board.py       all of them, spread over processes
verdicts.py    what must hold of the table
"""
