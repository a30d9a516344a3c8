"""A class on one network: one authority, many seats, pages in the browser.

`session` is the authority and knows no network; `web` is the network and knows no rules; between them stand `protocol` (what
may be said) and `engine` (the only module here that touches a game).
"""
