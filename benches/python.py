#!/usr/bin/env python3
"""`make bench-python`: what a start-up with the Python package costs, beside its imports alone.

To be run by the Python that has the wheel, of an environment with nothing else in it. Fresh
interpreters in turn, A B C A B C …; medians with minimum and maximum; ratios are taken turn by turn,
and the median of those counts. Wall time of the whole process, and its CPU time.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from statistics import median

import tools
from tools import spread

BASELINE = "import ctypes, json, dataclasses, datetime"
CHECK = """
import os, lsagent
agent = lsagent.Agent(
    api_key=os.environ["BENCH_API_KEY"],
    shared_key=os.environ["BENCH_SHARED_KEY"],
    response_public_key=os.environ["BENCH_PUBLIC_KEY"],
    cache_dir=os.environ["BENCH_CACHE_DIR"],
)
entitlement = agent.check("up", {sign_in})
assert entitlement and entitlement.source is lsagent.Source.CACHE
"""
PASSWORD = 'username="valid@example.com", password="secret"'
PROGRAMS = {
    "import lsagent": "import lsagent",
    "import and check from the store (password)": CHECK.format(sign_in=PASSWORD),
    "import and check from the store (remembered)": CHECK.format(sign_in="remembered=True"),
}
TARGET = 1.5
REPEATED = """
import time
agent.check("up", {sign_in})
begin = time.perf_counter()
for _ in range(1000):
    agent.check("up", {sign_in})
print((time.perf_counter() - begin) * 1e3)
"""
USERS = """
import lsagent, os, time
agent = lsagent.Agent(
    api_key=os.environ["BENCH_API_KEY"],
    shared_key=os.environ["BENCH_SHARED_KEY"],
    response_public_key=os.environ["BENCH_PUBLIC_KEY"],
    base_url=os.environ["BENCH_URL"],
    ca_file=os.environ["BENCH_CA_FILE"],
    timeout=60, cache_enabled=False,
)
begin = time.perf_counter()
users = agent.license_users("up", "huge@example.com")
count, last = len(users), users[-1]
asked = time.perf_counter()
emails = [user.email for user in users]
print((asked - begin) * 1e3, (time.perf_counter() - asked) * 1e3, count)
"""


def process(program, environment):
    """Milliseconds of wall and CPU time of a fresh interpreter."""
    arguments = [sys.executable, "-c", program]
    begin = time.perf_counter()
    pid = os.posix_spawn(sys.executable, arguments, environment)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - begin
    if status != 0:
        sys.exit(f"this has failed:\n{program}")
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3


def printed(program, environment):
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
    )
    if done.returncode != 0:
        sys.exit(f"this has failed:\n{program}")
    return [float(word) for word in done.stdout.split()]


def start_up(environment, turns):
    programs = [BASELINE, *PROGRAMS.values()]
    # The first turn warms up and does not count.
    costs = [[process(each, environment) for each in programs] for _ in range(turns + 1)][1:]
    missed = []
    print("| fresh interpreter | wall, ms | CPU, ms | beside the imports: wall | CPU | target | |")
    print("|---|--:|--:|--:|--:|--:|---|")
    for number, name in enumerate([f"`{BASELINE}`", *PROGRAMS]):
        wall, cpu = zip(*(turn[number] for turn in costs))
        beside = [""] * 4
        if number > 0:
            ratios = [[turn[number][way] / turn[0][way] for turn in costs] for way in range(2)]
            reached = median(ratios[0]) < TARGET
            beside = [*(spread(each) + " ×" for each in ratios), f"< {TARGET} ×"]
            beside.append("reached" if reached else "**missed**")
            missed += [] if reached else [name]
        print("| " + " | ".join([name, spread(wall), spread(cpu), *beside]) + " |")
    print(f"\nMissed: {'; '.join(missed) or 'nothing'}.")


def calls(environment, users):
    for name, sign_in in (("password", PASSWORD), ("remembered", "remembered=True")):
        program = CHECK.format(sign_in=sign_in) + REPEATED.format(sign_in=sign_in)
        times = [printed(program, environment)[0] for _ in range(5)]
        print(f"- `agent.check` from the store ({name}), 1,000 times: {spread(times, 0)} µs each")
    asked, read, count = zip(*(printed(USERS, environment) for _ in range(5)))
    if set(count) != {users}:
        sys.exit(f"{users} users were expected, not {count}")
    print(f"- `agent.license_users` of {users:,} users: {spread(asked, 0)} ms, network and all")
    print(f"- reading each of them: {spread(read, 0)} ms more")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--users", type=int, default=100_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sandbox = tools.Sandbox(pathlib.Path(folder), arguments.users)
        try:
            measure(sandbox, folder, arguments)
        finally:
            sandbox.stop()


def measure(sandbox, folder, arguments):
    key = pathlib.Path(sandbox.settings["BENCH_PUBLIC_KEY_FILE"]).read_text()
    settings = sandbox.with_ca_file | {"BENCH_PUBLIC_KEY": key, "BENCH_CACHE_DIR": f"{folder}/store"}
    environment = tools.surroundings(settings)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    fill = 'agent.check("up", ' + PASSWORD + ', policy=lsagent.Policy.NETWORK_ONLY)'
    asking = CHECK.replace("    cache_dir", '    base_url=os.environ["BENCH_URL"],\n    cache_dir')
    asking = asking.replace("    cache_dir", '    ca_file=os.environ["BENCH_CA_FILE"],\n    cache_dir')
    printed(asking.split("entitlement")[0] + fill, environment)
    print(f"Python {sys.version.split()[0]}\n")
    start_up(environment, arguments.turns)
    print()
    calls(environment, arguments.users)


if __name__ == "__main__":
    main()
