"""What run.py needs: programs, sandboxes, and what a process costs."""

import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request
from statistics import median
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
RELEASE = TARGET / "release"
LIBRARY = "liblsagent.so.0"
SYSTEM_BUNDLE = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
SYSTEM_FOLDER = pathlib.Path("/etc/ssl/certs")


def run(*command, **options):
    """Runs a program; returns what it printed."""
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


# Programs


def compile_programs(folder):
    """Into `folder`; those on lsagent also with the static library, whose symbols are kept."""
    (folder / LIBRARY).symlink_to(RELEASE / "liblsagent.so")
    shared = [f"-L{folder}", f"-l:{LIBRARY}", f"-Wl,-rpath,{folder}"]
    static = [RELEASE / "liblsagent.a", "-Wl,--gc-sections", "-lgcc_s", "-lm"]
    gcc(folder / "measure", "measure.c")
    gcc(folder / "empty", "empty.c")
    gcc(folder / "floor", "floor.c", "-lcurl", "-lcrypto", "-lcjson")
    gcc(folder / "floor-arena", "floor.c", "-DARENA", "-lcurl", "-lcrypto", "-lcjson")
    gcc(folder / "agent", "agent.c", *shared)
    gcc(folder / "from_store", "from_store.c", *shared)
    gcc(folder / "consume", "consume.c", *shared)
    gcc(folder / "agent-static", "agent.c", *static)
    gcc(folder / "from_store-static", "from_store.c", *static)


def gcc(program, source, *libraries):
    flags = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-I", ROOT / "include"]
    run("gcc", *flags, "-o", program, HERE / source, *libraries)


class Cost(NamedTuple):
    """Of a process: milliseconds and MiB; with what it printed."""

    wall: float
    cpu: float
    memory: float
    printed: list


class Bench:
    """A folder with the programs, and the surroundings that they run in."""

    def __init__(self, folder):
        self.folder = folder

    def cost(self, program, *arguments, **settings):
        command = [self.folder / "measure", self.folder / program, *arguments]
        done = subprocess.run(
            [str(part) for part in command], env=surroundings(settings), capture_output=True, text=True
        )
        if done.returncode != 0:
            sys.exit(f"{program} {' '.join(arguments)}: exit status {done.returncode}\n{done.stderr}")
        wall, cpu, memory = map(int, done.stderr.splitlines()[-1].split())
        return Cost(wall / 1e6, cpu / 1e3, memory / 1024, done.stdout.splitlines())

    def instructions(self, program, *arguments, within=None, **settings):
        """Counted by callgrind: of the whole process, or within one function."""
        out = self.folder / "callgrind.out"
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"]
        tool += [f"--toggle-collect={within}"] if within else []
        run(*tool, self.folder / program, *arguments, env=surroundings(settings))
        count = int(re.search(r"^(?:totals|summary): (\d+)", out.read_text(), re.MULTILINE)[1])
        if count == 0:
            sys.exit(f"callgrind: {program} never came to {within}")
        return count

    def calls_of_the_system(self, program, *arguments, **settings):
        """Those that make a socket or a thread, and files that belong to a DNS look-up."""
        out = self.folder / "strace.out"
        kinds = "trace=%network,clone,clone3,fork,vfork,open,openat"
        run("strace", "-f", "-qq", "-o", out, "-e", kinds, self.folder / program, *arguments,
            env=surroundings(settings))
        names = r"resolv|nsswitch|/etc/hosts|host\.conf|gai\.conf|libnss|/etc/services"
        lines = [line for line in out.read_text().splitlines() if "---" not in line and "+++" not in line]
        return [line for line in lines if not re.search(r"open(at)?\(", line) or re.search(names, line)]


def surroundings(settings):
    """The environment, without what would lead the programs elsewhere."""
    mine = re.compile(r"(?i).*_proxy$|^SSL_CERT_|^BENCH_|^LD_|^XDG_DATA_HOME$|^MALLOC_")
    kept = {name: value for name, value in os.environ.items() if not mine.match(name)}
    return kept | {name: str(value) for name, value in settings.items()}


# Sandboxes


class Sandbox:
    """One for each size of answer: it builds and signs a large one once."""

    def __init__(self, folder, users):
        command = [RELEASE / "lsagent-sandbox", "--state-dir", folder / "sandbox", "--exit-with-stdin"]
        self.process = subprocess.Popen(
            [str(part) for part in [*command, "--users", users]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        ready = json.loads(self.process.stdout.readline())
        self.control_url, self.ca_file = ready["control_url"], ready["ca_file"]
        self.settings = {
            "BENCH_URL": ready["base_url"],
            "BENCH_API_KEY": ready["api_key"],
            "BENCH_SHARED_KEY": ready["shared_key"],
            "BENCH_PUBLIC_KEY_FILE": ready["public_key_file"],
        }
        self.with_ca_file = self.settings | {"BENCH_CA_FILE": self.ca_file}

    def traffic(self):
        """The numbers of connections and of requests since it was last asked."""
        seen = json.loads(self.control("GET"))
        self.control("DELETE")
        return len({request["connection"] for request in seen["requests"]}), len(seen["requests"])

    def control(self, method):
        request = urllib.request.Request(f"{self.control_url}/requests", method=method)
        request.add_header("Content-Type", "application/json")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request) as answer:
            return answer.read()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)


def trust_of_the_system(folder, ca_file):
    """The system's certificates and one more, as a file and as a folder that OpenSSL searches."""
    bundle, searched = folder / "bundle.pem", folder / "certificates"
    bundle.write_text(SYSTEM_BUNDLE.read_text() + pathlib.Path(ca_file).read_text())
    searched.mkdir()
    for link in SYSTEM_FOLDER.glob("*.[0-9]"):
        (searched / link.name).symlink_to(link.resolve())
    name = run("openssl", "x509", "-noout", "-subject_hash", "-in", ca_file).strip()
    (searched / f"{name}.0").symlink_to(ca_file)
    return bundle, searched


def size_of_libraries(program):
    """Of what the loader brings in for a program, in MiB; without the C library."""
    paths = re.findall(r"=> (\S+) \(", run("ldd", program))
    others = [path for path in paths if not re.search(r"/lib(c|m|dl|pthread|rt)\.so", path)]
    return sum(os.path.getsize(path) for path in others) / 2**20, len(others)


def spread(values, digits=2):
    """The median, with minimum and maximum."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"
