"""Delivers bad files to `make build`, and looks for every row that arrived."""
