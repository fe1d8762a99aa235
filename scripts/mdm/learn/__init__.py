"""Match models estimated from records and from steward decisions."""
