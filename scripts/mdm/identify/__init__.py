"""Golden customers with stable ids from clusters, day by day, following steward decisions."""
