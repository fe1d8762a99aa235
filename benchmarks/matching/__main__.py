"""Entry point of `python -m matching`."""

import sys

from .command import main

sys.exit(main())
