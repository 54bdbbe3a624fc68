"""One mutation, or a tight group, a file."""
