"""Run the lookup service: `python -m lookup`."""

from lookup.command import main

if __name__ == "__main__":
    main()
