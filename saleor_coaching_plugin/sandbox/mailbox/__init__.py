"""A mail server that delivers to nobody: it keeps each message and shows it on a page."""
