"""Candidate pairs: records that share a block key."""
