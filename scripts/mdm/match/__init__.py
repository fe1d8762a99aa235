"""All steps in order for one file of records."""
