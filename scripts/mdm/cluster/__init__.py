"""Accepted pairs grouped into clusters of records."""
