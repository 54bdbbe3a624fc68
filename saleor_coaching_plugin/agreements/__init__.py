"""Agreement templates and the life of each client agreement."""
