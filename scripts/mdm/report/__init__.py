"""Results explained to people: queues, pages, comparisons, quality."""
