"""Which pairs can reach REVIEW at all: cheap upper bounds of their match weights."""
