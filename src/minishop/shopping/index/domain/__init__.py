"""Decisions of the index: which words a text has, what a query asks for, what is said of a product."""
