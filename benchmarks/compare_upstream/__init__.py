"""Loads the same histories with AutomateDV's macros and with this package's, and compares."""
