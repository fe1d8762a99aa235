"""The command line, `python -m mdm`."""
