"""The interactive prompt of pypy3."""

import code
import sys


def interact(namespace):
    """Read, evaluate and print until the end of input."""
    if not sys.flags.quiet:
        banner = 'Python {} on {}\nType "help", "copyright", "credits" or "license" for more information.'
        banner = banner.format(sys.version.replace("\n", " "), sys.platform)
    else:
        banner = ""
    if not hasattr(sys, "ps1"):
        sys.ps1 = ">>>> "
    if not hasattr(sys, "ps2"):
        sys.ps2 = ".... "
    console = code.InteractiveConsole(namespace, filename="<stdin>")
    console.interact(banner=banner, exitmsg="")
