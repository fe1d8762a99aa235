"""The commands on the warehouse: `python -m warehouse <command>`."""
