"""Entry point of `python -m faults`."""

import sys

from .command import main

sys.exit(main())
