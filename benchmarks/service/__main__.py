"""Run the benchmark of the lookup service."""

from service.command import main

if __name__ == "__main__":
    main()
