"""A time stamping authority of the sandbox's own: RFC 3161 over HTTP, on loopback."""
