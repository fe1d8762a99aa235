"""`python -m snowflake_account`."""

import sys

from snowflake_account.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
