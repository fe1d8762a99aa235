"""`python -m contracts`."""

import sys

from contracts.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
