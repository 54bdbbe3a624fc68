"""Seats and those who take them, in GraphQL."""
