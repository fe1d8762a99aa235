"""Entry point of `python -m bad_files`."""

import sys

from .command import main

sys.exit(main())
