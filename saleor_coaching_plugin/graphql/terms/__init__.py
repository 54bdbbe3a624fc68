"""Contract terms in GraphQL."""
