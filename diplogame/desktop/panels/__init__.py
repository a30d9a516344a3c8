"""The parts of the main screen, one a file. Each draws from a picture made without pygame."""
