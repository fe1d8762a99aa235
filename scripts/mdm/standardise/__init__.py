"""Standardised records: folded text, nicknames, masked values."""
