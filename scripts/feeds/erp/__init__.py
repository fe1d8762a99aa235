"""Feeds of the ERP system."""
