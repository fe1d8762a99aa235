"""Erases a person, proves it, and answers access requests; see README.md."""
