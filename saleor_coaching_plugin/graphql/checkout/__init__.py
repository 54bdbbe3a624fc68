"""Terms of a checkout, product setups and purchases in GraphQL."""
