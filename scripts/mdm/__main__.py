"""Entry point of `python -m mdm`."""

import sys

from .command import main

sys.exit(main())
