"""`python -m app.accounts.qrpicture`: a QR code of what stands on stdin, as an SVG data address on stdout.

A process of its own, because an authenticator app is set up once in years and the library is not kept in the memory of
the web workers for it. The content comes by stdin: what stands in a command line is seen by everybody on the machine.
"""

from __future__ import annotations

import sys

import segno


def main() -> None:
    """Black on white in both themes, so that cameras read it."""
    code = segno.make(sys.stdin.read(), error="m", micro=False)
    sys.stdout.write(code.svg_data_uri(scale=5, border=4, dark="#000", light="#fff"))


if __name__ == "__main__":
    main()
