"""Entry point of `python -m compare_upstream`."""

import sys

from .command import main

sys.exit(main())
