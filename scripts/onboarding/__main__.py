"""`python -m onboarding`."""

import os
import sys

from onboarding.cli import main

sys.exit(main(sys.argv[1:], os.environ))
