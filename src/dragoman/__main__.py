"""Run the command line: `python -m dragoman`."""

# Imported only here: worker processes load this module too, and need no command line.
if __name__ == "__main__":
    from dragoman.cli import main

    main()
