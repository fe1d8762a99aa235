"""Kills builds, fills their disk or limits their memory, and compares the next build's result."""
