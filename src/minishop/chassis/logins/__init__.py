"""Guessing passwords: slowed down, for each account and address, by a row of the service's own database."""
