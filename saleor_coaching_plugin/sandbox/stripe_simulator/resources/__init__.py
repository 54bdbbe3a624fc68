"""Stripe's objects and what can be done with them; no HTTP here."""
