"""Minishop: a mini-shop host, a checkout hub and a shopping search."""
