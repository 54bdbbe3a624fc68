"""Calls that come in from others' systems."""
