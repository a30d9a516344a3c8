"""Scenarios: the briefing as data - schema, loading, inheritance and checks."""
