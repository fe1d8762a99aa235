"""Reads the data contracts of the feeds, and writes the files that are generated from them."""
