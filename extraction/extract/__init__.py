"""Extracts rows from sources and writes them as deliveries of a landing folder; see README.md."""
