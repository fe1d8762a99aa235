"""What `make daily` adds to a build: waiting for feeds, steps, report, alerts."""
