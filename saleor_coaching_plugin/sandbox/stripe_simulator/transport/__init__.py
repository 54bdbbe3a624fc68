"""HTTP in and out: the server, keys, idempotency, and which path does what."""
