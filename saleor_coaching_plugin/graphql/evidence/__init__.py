"""The evidence ledger in GraphQL."""
