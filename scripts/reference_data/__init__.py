"""Writes the macros and seeds generated from public data: Unicode, numbering plans, names."""
