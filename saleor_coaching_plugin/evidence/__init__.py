"""The evidence ledger: append-only, hash-chained, verifiable without us."""
