"""The checks before a dbt build and the summary after it."""

from warehouse.problems import Problem
from warehouse.quality import MatchQuality, match_quality
from warehouse.summary import Summary, read_summary

__all__ = ["MatchQuality", "Problem", "Summary", "match_quality", "read_summary"]
