"""RFC 3161 time stamps: asked of an authority, checked, kept."""
