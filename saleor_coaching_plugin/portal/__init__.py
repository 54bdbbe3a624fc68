"""The client's private pages: welcome packets, sessions, hosted pages."""
