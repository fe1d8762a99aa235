"""Adds a feed to the project: profiles files, writes its contract and its models."""
