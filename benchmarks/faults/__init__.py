"""Kills builds, fills their disk and takes their memory, and compares what the next build makes."""
