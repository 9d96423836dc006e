"""택배사: what the carriers know of tracking numbers."""
