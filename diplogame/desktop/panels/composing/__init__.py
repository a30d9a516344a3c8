"""The composer's four parts: heading with search and families, the verbs, the picked order, the button."""
