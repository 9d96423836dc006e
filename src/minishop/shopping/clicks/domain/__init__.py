"""Decisions about clicks: the address that a buyer is sent to."""
