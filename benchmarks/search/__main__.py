"""Run the benchmark of the search in messages."""

from search.command import main

if __name__ == "__main__":
    main()
