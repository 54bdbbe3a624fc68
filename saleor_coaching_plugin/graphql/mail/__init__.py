"""The mail log in GraphQL."""
