"""Files that people deliver: their format, encoding, delimiter and columns."""
