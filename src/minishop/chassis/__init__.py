"""What every service stands on and none of them is about: tenancy, tasks, outbox, HTTP, SQLite, the look of pages.

It knows no shop, order or product. See docs/decisions/0003-chassis.md for why this is one package and not three copies.
"""
