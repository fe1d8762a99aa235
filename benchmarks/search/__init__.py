"""The quality of the search in messages, compared with full-text search."""
