"""Says what this machine is missing, before anything is installed. Runs on any Python 3; uses nothing but its library."""

import importlib.util
import socket
import sys

NEEDED = (3, 11)


def problems(port):
    """Sentences that say what is missing and how to get it; empty when all is there."""
    if sys.version_info[:2] < NEEDED:
        yield "Python %d.%d is too old: the bank needs Python 3.11 or newer. Name one with `make PYTHON=python3.11 …`." % sys.version_info[:2]
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            yield "Python's module %s is missing: on Debian, `apt install python3-venv`." % module
            break
    if port and is_taken(port):
        yield "Port %d is taken by another program: stop it, or choose another with `make run PORT=8001`." % port


def is_taken(port):
    """Whether something listens on this port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main(arguments):
    port = None
    if arguments:
        if not arguments[0].isdigit() or not 0 < int(arguments[0]) < 65536:
            sys.exit("PORT is %r: it must be a number from 1 to 65535, as in `make run PORT=8001`." % arguments[0])
        port = int(arguments[0])
    found = list(problems(port))
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main(sys.argv[1:])
