"""A real Saleor for tests, demo, benchmarks: its database and processes. Bring Saleor yourself."""
