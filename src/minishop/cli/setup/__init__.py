"""The set-up: a virtual environment from the locks, and the front-end assets. Standard library only."""
