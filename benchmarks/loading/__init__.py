"""How long the warehouse takes to load at size: all batches at once, and day by day."""
