"""체험 상점: a shop of a visitor's own to try the office in, for a day."""
