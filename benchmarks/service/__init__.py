"""Measures the lookup service under load."""
