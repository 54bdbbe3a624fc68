"""The shop behind it all: a port, and the adapter that is plugged into it."""
