"""Everything that changes seats."""
