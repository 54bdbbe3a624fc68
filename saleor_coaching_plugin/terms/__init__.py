"""Contract terms: drafts, immutable numbered versions, and which products carry them."""
