"""Client invoices in GraphQL."""
