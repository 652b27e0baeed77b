"""The command line: the library's calls as commands, its errors as exit codes.

Data goes to stdout, progress and failures to stderr. Exit codes: 0 done; 1 some inputs failed, each
named; 2 wrong usage; 3 a missing or damaged part; 130 interrupted.
"""

from __future__ import annotations


def main() -> None:
    """Run the command that the arguments name; the process ends with its exit code."""
    from dragoman.memory import collect_seldom

    collect_seldom()
    from dragoman.cli.app import main as run

    run()
