"""Entry point of `python -m loading`."""

import sys

from .command import main

sys.exit(main())
