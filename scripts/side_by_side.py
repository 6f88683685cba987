"""Runs programs side by side as one: `side_by_side.py PROGRAM ARGUMENTS … --and PROGRAM ARGUMENTS …`

What they print stays visible. When one ends, or Ctrl-C or SIGTERM comes, all are asked to end, and the exit code is that of the first
that failed. Uses nothing but Python's library.
"""

import os
import signal
import subprocess
import sys

STOP_SECONDS = 300
"""How long a program may take to end: a mail that is being handed over is waited for (LONGEST_SECONDS of newsletter/sending/transport.py)."""


class Stopped(Exception):
    """Somebody asked us to end."""


def programs(arguments: list[str]) -> list[list[str]]:
    """The command lines between the words ``--and``."""
    found: list[list[str]] = [[]]
    for word in arguments:
        if word == "--and":
            found.append([])
        else:
            found[-1].append(word)
    return found


def run(commands: list[list[str]]) -> int:
    """Start all, wait until one ends, end the others; gives the exit code of the first that ended."""
    running: list[subprocess.Popen] = []
    code = 0
    try:
        running.extend(subprocess.Popen(command) for command in commands)
        ended, status = os.waitpid(-1, 0)
        code = os.waitstatus_to_exitcode(status)
        first = next(process for process in running if process.pid == ended)
        first.returncode = code
        sys.stderr.write(f"{' '.join(map(str, first.args))} ended with code {code}; the other programs are stopped.\n")
    except FileNotFoundError as missing:
        sys.stderr.write(f"{missing.filename} is not there; nothing was started.\n")
        code = 127
    except (Stopped, KeyboardInterrupt):
        pass
    finally:
        stop(running)
    return code if code >= 0 else 128 - code


def stop(running: list[subprocess.Popen]) -> None:
    """Ask all to end and wait; who does not listen is killed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(arguments: list[str]) -> None:
    """Arguments in, exit code out."""
    commands = programs(arguments)
    if not all(commands):
        sys.exit(__doc__)

    def stopped(*_args):
        raise Stopped

    signal.signal(signal.SIGTERM, stopped)
    sys.exit(run(commands))


if __name__ == "__main__":
    main(sys.argv[1:])
