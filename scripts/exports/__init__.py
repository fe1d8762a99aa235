"""Writes the changes of golden customers as files for other systems; see README.md."""
