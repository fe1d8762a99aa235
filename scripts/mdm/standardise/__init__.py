"""Records in one spelling: folded text, nicknames, masked values."""
