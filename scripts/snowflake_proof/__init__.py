"""Proves on an account what only an account can show; see README.md."""
