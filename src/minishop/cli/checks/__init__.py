"""``test``: everything that holds the project, in stages, with one count at the end."""
