"""Clusters as golden customers with stable ids, day by day, under steward decisions."""
