"""Copies of the working database: published, masked, backed up."""
