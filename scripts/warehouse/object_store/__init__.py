"""A landing folder in an object store, and its local copy."""
