"""Writes the macros and seeds that follow from public data: Unicode, telephone plans, names."""
