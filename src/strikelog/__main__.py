"""`python -m strikelog` is `strikelog`."""

from strikelog.cli import command

command()
