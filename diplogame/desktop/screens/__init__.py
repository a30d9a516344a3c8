"""Pages of the game: each a stack entry that answers inputs with transitions."""
