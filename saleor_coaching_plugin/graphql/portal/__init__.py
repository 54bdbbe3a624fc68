"""The client area and welcome packets in GraphQL."""
