"""Reports on results: queues, pages, comparisons, quality."""
