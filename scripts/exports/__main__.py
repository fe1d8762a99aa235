"""`python -m exports`."""

import os
import sys

from exports.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
