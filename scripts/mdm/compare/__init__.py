"""Candidate pairs with an agreement level per field."""
