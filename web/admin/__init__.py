"""Bringing the index up to date from the browser."""
