"""Compared pairs with match weights, score, guard and tier."""
