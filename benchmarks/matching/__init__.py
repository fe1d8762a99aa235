"""Match quality on labelled sets: our engine, the literal rule and Splink, measured in one run."""
