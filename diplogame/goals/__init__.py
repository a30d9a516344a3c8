"""Goals: what states want, measured."""
