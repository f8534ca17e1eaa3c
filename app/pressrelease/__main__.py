"""`python -m app.pressrelease`: the coach on the command line, without Flask or a database."""

import sys

from app.pressrelease.commandline import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
