"""Entry point of `python -m vault`."""

import sys

from .command import main

sys.exit(main())
