"""Sequences and enrolments in GraphQL."""
