"""Agreement templates and client agreements in GraphQL."""
