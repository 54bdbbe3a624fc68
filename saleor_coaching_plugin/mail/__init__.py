"""Mail: rendering, the log of what was sent, the sender."""
