"""What the tests in Python share: a sandbox, and programs run under both runtimes."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BINDING = ROOT / "bindings/csharp"
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
BIN = TARGET / "csharp/bin"
RUNTIMES = ("mono", "dotnet")
MCS = ["mcs", "-nologo", "-langversion:7.2", "-warn:4", "-warnaserror"]


class Sandbox:
    """A License API server on this machine, and the settings by which the examples find it."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [os.environ["LSAGENT_SANDBOX"], "--exit-with-stdin", "--state-dir", self.folder.name + "/state"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.ready = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

    def settings(self, store):
        return {
            "LSAGENT_API_KEY": self.ready["api_key"],
            "LSAGENT_SHARED_KEY": self.ready["shared_key"],
            "LSAGENT_BASE_URL": self.ready["base_url"],
            "LSAGENT_CA_FILE": self.ready["ca_file"],
            "LSAGENT_PUBLIC_KEY_FILE": self.ready["public_key_file"],
            "LSAGENT_CACHE_DIR": f"{self.folder.name}/{store}",
        }


def run(runtime, program, *arguments, settings, library=None, password="secret"):
    """Runs a program with a password on its input. `library`: where the native library is."""
    environment = {**os.environ, **settings}
    environment.pop("LD_LIBRARY_PATH", None)
    if library is not None:
        environment["LSAGENT_LIBRARY_DIR"] = str(library)
    return subprocess.run(
        [BINDING / f"run-{runtime}.sh", program, *arguments],
        input=password + "\n",
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
