"""Everything about one deal in one folder, for a chargeback."""
