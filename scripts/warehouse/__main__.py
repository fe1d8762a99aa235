"""`python -m warehouse`."""

import os
import sys

from warehouse.cli import main
from warehouse.output import Output

if __name__ == "__main__":
    sys.stdout = Output(sys.stdout)  # type: ignore[assignment]
    sys.exit(main(sys.argv[1:], os.environ))
