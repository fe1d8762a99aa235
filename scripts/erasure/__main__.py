"""`python -m erasure`."""

import os
import sys

from erasure.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
