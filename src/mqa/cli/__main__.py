"""`python -m mqa.cli`: the command line without its script."""

from mqa.cli import main

main()
