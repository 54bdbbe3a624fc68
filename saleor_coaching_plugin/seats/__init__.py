"""Seats: who takes part in what somebody else pays for. Nothing in here knows an amount."""
