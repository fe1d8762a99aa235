"""Measures how long the warehouse takes to load at scale: all batches at once, and day by day."""
