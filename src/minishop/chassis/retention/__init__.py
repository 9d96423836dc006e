"""보관 기간: what grows with time and goes when it is old enough."""
