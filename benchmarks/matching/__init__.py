"""Measures match quality on labelled sets: our engine, the fixed-weight rule and Splink."""
