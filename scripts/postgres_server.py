"""A genuine PostgreSQL for tests and trials, from the system's own package, without touching any cluster of the machine.

    postgres_server.py run COMMAND …   a new server for one command, whose address stands in BANK_TEST_DATABASE_URL; gone afterwards
    postgres_server.py start           a server that stays; its data is kept in var/postgres; prints its address
    postgres_server.py stop|wipe       ends it; `wipe` also deletes its data

Each listens on a free port of the loopback, with a password of its own. PostgreSQL refuses to run as root; it runs as `nobody` then.
Where it is not installed, `run` fails in CI, and elsewhere says loudly that the command did not run. Uses nothing but Python's library.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOBODY = "nobody"
START_SECONDS = 60
MISSING = "PostgreSQL is not installed: on Debian, `apt install postgresql`."
FOR_ONE_COMMAND = ("-c", "fsync=off", "-c", "full_page_writes=off")
"""A server that is thrown away need not survive the fall of the machine; commits behave the same."""


class ServerProblem(Exception):
    """The server cannot run; the text is a sentence that says what to do."""


def program(name: str) -> str:
    """Where a program of PostgreSQL is; Debian keeps them out of the path. Raises `ServerProblem`."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    found = shutil.which(name) or (str(kept[-1]) if kept else None)
    if not found:
        raise ServerProblem(MISSING)
    return found


def call(*arguments: str | Path, inside: Path) -> None:
    """Run a program of PostgreSQL, as nobody when we are root. Raises `ServerProblem` with what it said."""
    account = {"user": NOBODY, "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(arguments, cwd=inside, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False, **account)
        said.seek(0)
        if done.returncode:
            raise ServerProblem(f"{Path(arguments[0]).name} failed: {said.read().strip()[-1000:]}")


def make(folder: Path) -> None:
    """A new cluster in `folder`, with a password that only its owner can read, and a port that stays its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "port").write_text(str(free_port()))
    password = folder / "password"
    password.touch(mode=0o600)
    password.write_text(secrets.token_hex(16))
    if os.getuid() == 0:
        shutil.chown(folder, NOBODY, "nogroup")
        shutil.chown(password, NOBODY, "nogroup")
    options = ["--username=bank", f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    call(program("initdb"), "--pgdata", folder / "data", *options, inside=folder)


def start(folder: Path, *options: str) -> str:
    """Start the cluster in `folder`, made if it is not there; gives the address of its database. One that runs already is left alone."""
    if not (folder / "data" / "PG_VERSION").exists():
        make(folder)
    port = (folder / "port").read_text()
    if not is_running(folder):
        flags = " ".join(["-p", port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", *options])
        waits = ["--wait", "-t", str(START_SECONDS), "-l", folder / "log"]
        call(program("pg_ctl"), "start", "--pgdata", folder / "data", *waits, "-o", flags, inside=folder)
    return f"postgresql://bank:{(folder / 'password').read_text()}@127.0.0.1:{port}/postgres"


def is_running(folder: Path) -> bool:
    """Whether the server of `folder` runs: its own program looks whether the process of the file still lives."""
    try:
        call(program("pg_ctl"), "status", "--pgdata", folder / "data", inside=folder)
    except ServerProblem:
        return False
    return True


def stop(folder: Path) -> None:
    """End the server of `folder`; none is no error."""
    if folder.exists() and is_running(folder):
        call(program("pg_ctl"), "stop", "--pgdata", folder / "data", "--mode=fast", "--wait", inside=folder)


def free_port() -> int:
    """A port of the loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def reachable(folder: Path) -> Path:
    """`folder`, or one below /var/tmp when we are root and `nobody` could not enter it."""
    if os.getuid() == 0 and not all(above.stat().st_mode & 0o001 for above in folder.parents if above.exists()):
        return Path("/var/tmp/bank-postgres")
    return folder


def run(command: list[str]) -> int:
    """Run `command` with a server of its own; gives its exit code."""
    above = reachable(Path(tempfile.gettempdir()) / "x").parent
    above.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bank-postgres-", dir=above))
    try:
        address = start(folder, *FOR_ONE_COMMAND)
        return subprocess.run(command, env={**os.environ, "BANK_TEST_DATABASE_URL": address}, check=False).returncode
    finally:
        stop(folder)
        shutil.rmtree(folder)


def is_installed() -> bool:
    """Whether this machine has PostgreSQL."""
    try:
        return bool(program("initdb"))
    except ServerProblem:
        return False


def act(action: str, rest: list[str]) -> int:
    """Do what is asked; gives the exit code."""
    kept = reachable(HERE.parent / "var" / "postgres")
    if action == "run":
        if not is_installed() and not os.environ.get("CI"):
            print(f"\n*** {MISSING} NOT RUN: {' '.join(rest)}\n", flush=True)
            return 0
        return run(rest)
    if action == "start":
        print(f"BANK_DATABASE_URL={start(kept)}", flush=True)
        return 0
    stop(kept)
    if action == "wipe":
        shutil.rmtree(kept, ignore_errors=True)
    return 0


def main(arguments: list[str]) -> None:
    """Arguments in, exit code out."""
    action, *rest = arguments or [""]
    if action not in {"run", "start", "stop", "wipe"} or (action == "run") != bool(rest):
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
    try:
        sys.exit(act(action, rest))
    except ServerProblem as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(sys.argv[1:])
