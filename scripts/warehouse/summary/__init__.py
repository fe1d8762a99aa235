"""The summary after a build."""
