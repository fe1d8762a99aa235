"""Entry point of `python -m mdm`."""

import sys

from .command.main import main

sys.exit(main())
