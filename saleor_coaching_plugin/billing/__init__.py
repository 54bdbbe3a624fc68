"""Invoices, payment plans, and the money that arrives for them."""
