"""Finds pairs that can reach REVIEW, by cheap upper bounds of their match weights."""
