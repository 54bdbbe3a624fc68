"""A small and strict stand-in for Saleor: what Saleor refuses, it refuses too."""
