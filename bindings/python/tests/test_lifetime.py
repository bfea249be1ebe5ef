"""Closing, threads, collection, fork and the end of the process, at the worst of moments."""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import FEATURES, VALID, MakeAgent, Sandbox

import lsagent
from lsagent import Policy


def test_closing_twice_and_using_after(make_agent: MakeAgent) -> None:
    agent = make_agent()
    assert repr(agent) == "<lsagent.Agent: open>"
    agent.close()
    agent.close()
    assert repr(agent) == "<lsagent.Agent: closed>"
    for use in (
        lambda: agent.check("up", **VALID),
        lambda: agent.check("up", policy=Policy.CACHE_ONLY, **VALID),
        lambda: agent.licenses("up", **VALID),
        lambda: agent.license_users("up", "test@example.com"),
        agent.forget,
        lambda: agent.clock_offset,
    ):
        with pytest.raises(RuntimeError, match="this agent is closed"):
            use()


def test_closing_says_whether_a_callback_is_running(make_agent: MakeAgent) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def on_log(*_: object) -> None:
        begun.set()
        go_on.wait(60)

    agent = make_agent(on_log=on_log, log_level=lsagent.LogLevel.DEBUG)
    outcomes: list[lsagent.LsAgentError] = []

    def call() -> None:
        try:
            agent.check("up", policy=Policy.CACHE_ONLY, **VALID)
        except lsagent.LsAgentError as error:
            outcomes.append(error)

    caller = threading.Thread(target=call)
    caller.start()
    assert begun.wait(60)
    assert agent.close(timeout=0) is False
    assert repr(agent) == "<lsagent.Agent: open>"
    go_on.set()
    assert agent.close(timeout=60) is True
    assert agent.close(timeout=0) is True
    assert agent.close() is True
    assert repr(agent) == "<lsagent.Agent: closed>"
    caller.join()
    assert [error.status for error in outcomes] == [lsagent.Status.NOT_CACHED]


def test_an_agent_that_is_not_closed_is_told_of(sandbox: Sandbox) -> None:
    with pytest.warns(ResourceWarning, match="unclosed <lsagent.Agent: open>"):
        lsagent.Agent(**sandbox.settings)
        gc.collect()


def test_an_agent_that_could_not_be_made_leaves_nothing(unraisable: list[Any]) -> None:
    with pytest.raises(lsagent.InvalidArgumentError):
        lsagent.Agent(api_key="", shared_key="shared")
    with pytest.raises(TypeError):
        lsagent.Agent(timeout="5")  # type: ignore[arg-type]
    gc.collect()
    assert unraisable == []


def test_what_is_in_use_is_freed_by_whoever_leaves_last() -> None:
    from lsagent._handle import Handle

    freed: list[int] = []
    handle = Handle("agent", exit_wait=0)
    handle.open(7, freed.append)
    with handle as pointer:
        assert pointer == 7
        with handle:
            handle.close()
            handle.close()
            with pytest.raises(RuntimeError, match="closed"):
                handle.__enter__()
        assert freed == []
    assert freed == [7]
    handle.close()
    assert freed == [7]


def test_closing_while_others_ask(make_agent: MakeAgent) -> None:
    """Each call is answered, cancelled or refused; none crashes."""
    for _ in range(10):
        agent = make_agent()
        agent.check("up", **VALID)
        outcomes: list[str] = []
        running = threading.Barrier(9)

        def ask(
            agent: lsagent.Agent, running: threading.Barrier, outcomes: list[str], policy: Policy
        ) -> None:
            running.wait()
            while True:
                try:
                    agent.check("up", policy=policy, **VALID)
                    agent.clock_offset  # noqa: B018
                except (RuntimeError, lsagent.CallCancelledError) as error:
                    outcomes.append(str(error))
                    return

        threads = [
            threading.Thread(target=ask, args=(agent, running, outcomes, policy))
            for policy in [*Policy, *Policy]
        ]
        for thread in threads:
            thread.start()
        running.wait()
        agent.close()
        for thread in threads:
            thread.join()
        assert len(outcomes) == 8


def test_closing_ends_a_call_that_waits(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    agent = make_agent(timeout=600)
    sandbox.fault("silent")
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            agent.check("up", **VALID)
        except lsagent.LsAgentError as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    pause = threading.Event()
    while sandbox.requests() == 0:
        pause.wait(0.01)
    agent.close()
    thread.join()
    assert [type(error) for error in errors] == [lsagent.CallCancelledError]


def test_many_threads_and_a_busy_collector(make_agent: MakeAgent) -> None:
    agent = make_agent()
    stop = threading.Event()

    def collect() -> None:
        while not stop.is_set():
            gc.collect()

    collector = threading.Thread(target=collect)
    collector.start()
    answers: list[object] = []

    def ask() -> None:
        for _ in range(25):
            licenses = agent.licenses("up", **FEATURES)
            answers.append(licenses[0].product_features[0].code)
            answers.append(agent.check("up", "export", **FEATURES).license)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    collector.join()
    assert len(answers) == 400
    assert None not in answers


def test_credentials_of_many_threads(agent: lsagent.Agent) -> None:
    credentials = lsagent.Credentials.from_password(**VALID)
    answers: list[lsagent.Entitlement] = []

    def ask() -> None:
        for policy in (Policy.CACHE_FIRST, Policy.CACHE_ONLY) * 10:
            answers.append(agent.check("up", policy=policy, credentials=credentials))

    agent.check("up", credentials=credentials)
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 160
    assert all(answers)


def resident_kib() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


@pytest.mark.parametrize("policy", [Policy.CACHE_FIRST, Policy.CACHE_ONLY])
def test_ten_thousand_checks_in_the_same_memory(agent: lsagent.Agent, policy: Policy) -> None:
    def ask(times: int) -> None:
        for _ in range(times):
            entitlement = agent.check("up", policy=policy, **VALID)
            assert entitlement.license
            assert entitlement.json

    agent.check("up", **VALID)
    ask(2_000)
    grown = []
    for _ in range(2):
        before = resident_kib()
        ask(10_000)
        gc.collect()
        grown.append(resident_kib() - before)
    # What leaks grows each time: one answer for each check by 30 MiB, the least there is, a box with
    # a pointer, by 300 KiB.
    assert min(grown) < 200, grown


def run_python(sandbox: Sandbox, tmp_path: Path, program: str) -> tuple[int, str, float]:
    """Exit status, what was printed, and for how long it ran after printing "ending"."""
    script = tmp_path / "program.py"
    script.write_text(PREAMBLE + program)
    process = subprocess.Popen(
        [sys.executable, "-X", "dev", str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={
            **os.environ,
            **sandbox.environment,
            "LSAGENT_CACHE_DIR": str(tmp_path / "store"),
            "CONTROL_URL": sandbox.ready["control_url"],
        },
    )
    assert process.stdout is not None
    printed = ""
    ending = 0.0
    for line in process.stdout:
        if line == "ending\n":
            ending = time.monotonic()
        printed += line
    process.stdout.close()
    status = process.wait()
    assert ending, printed
    return status, printed, time.monotonic() - ending


PREAMBLE = """
import asyncio, atexit, json, os, sys, threading, time, urllib.request
import lsagent
from lsagent import LogLevel, Policy
environment = {
    "base_url": "BASE_URL", "api_key": "API_KEY", "shared_key": "SHARED_KEY",
    "ca_file": "CA_FILE", "cache_dir": "CACHE_DIR",
}
settings = {name: os.environ["LSAGENT_" + variable] for name, variable in environment.items()}
with open(os.environ["LSAGENT_PUBLIC_KEY_FILE"]) as file:
    settings["response_public_key"] = file.read()
who = {"username": "valid@example.com", "password": "secret"}
asked = threading.Event()
def log(level, message):
    asked.set()
def in_flight():
    # Until the server has the request.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        with opener.open(os.environ["CONTROL_URL"] + "/requests") as answer:
            if json.load(answer)["requests"]:
                return
        time.sleep(0.01)
def ending():
    print("ending", flush=True)
"""

EXITS = {
    "daemon-thread": """
agent = lsagent.Agent(**settings, timeout=600)
threading.Thread(target=agent.check, args=("up",), kwargs=who, daemon=True).start()
in_flight()
ending()
""",
    "daemon-thread-with-log": """
agent = lsagent.Agent(**settings, timeout=600, on_log=log, log_level=LogLevel.DEBUG)
for _ in range(8):
    threading.Thread(target=agent.check, args=("up",), kwargs=who, daemon=True).start()
in_flight()
ending()
""",
    "loop-abandoned": """
agent = lsagent.Agent(**settings, timeout=600)
async def ask():
    asyncio.ensure_future(agent.check_async("up", **who))
    await asyncio.to_thread(in_flight)
asyncio.run(ask())
ending()
""",
    "loop-stopped-midway": """
agent = lsagent.Agent(**settings, timeout=600, on_log=log, log_level=LogLevel.DEBUG)
loop = asyncio.new_event_loop()
call = loop.create_task(agent.check_async("up", **who))
loop.run_until_complete(asyncio.to_thread(in_flight))
call._log_destroy_pending = False
ending()
""",
    "exit-in-a-callback": """
agent = lsagent.Agent(**settings, timeout=600, log_level=LogLevel.DEBUG,
                      on_log=lambda *_: (ending(), sys.exit(3)))
threading.Thread(target=agent.check, args=("up",), kwargs=who, daemon=True).start()
in_flight()
""",
    "agent-made-at-exit": """
@atexit.register
def late():
    ending()
    with lsagent.Agent(**settings, timeout=0.2) as agent:
        try:
            agent.check("up", **who)
        except TimeoutError:
            pass
""",
    "refresh-under-way": """
agent = lsagent.Agent(**settings, timeout=600, on_refresh=log, refresh_after=0,
                      on_log=log, log_level=LogLevel.DEBUG)
try:
    agent.check("up", policy=Policy.CACHE_ONLY, **who)
except lsagent.NotCachedError:
    pass
threading.Thread(target=agent.licenses, args=("up",), kwargs=who, daemon=True).start()
in_flight()
ending()
""",
    "loop-in-a-daemon-thread": """
agent = lsagent.Agent(**settings, timeout=600)
ask = lambda: asyncio.run(agent.check_async("up", **who))
threading.Thread(target=ask, daemon=True).start()
in_flight()
ending()
""",
    "agent-in-a-module-and-threads-that-never-stop": """
agent = lsagent.Agent(**settings, timeout=600, on_log=log, log_level=LogLevel.DEBUG)
def ask():
    while True:
        try:
            agent.check("up", policy=Policy.CACHE_ONLY, **who)
        except lsagent.NotCachedError:
            pass
for _ in range(4):
    threading.Thread(target=ask, daemon=True).start()
asked.wait()
ending()
""",
}


@pytest.mark.parametrize("program", EXITS.values(), ids=EXITS)
def test_the_process_ends_with_a_call_in_flight(
    sandbox: Sandbox, tmp_path: Path, program: str
) -> None:
    """In the middle of a call that would last ten minutes: it ends soon, and by itself."""
    sandbox.fault("silent")
    status, printed, seconds = run_python(sandbox, tmp_path, program)
    assert status == 0, printed
    assert "Fatal" not in printed
    assert "panicked" not in printed
    assert "Exception in thread" not in printed
    # Ten minutes or none: the bound is only there to tell the two apart.
    assert seconds < 30


def test_ctrl_c_ends_a_call(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fault("silent")
    program = """
import _thread, signal
# Who started the tests may have had it ignored, which a child inherits.
signal.signal(signal.SIGINT, signal.default_int_handler)
agent = lsagent.Agent(**settings, timeout=600)
def interrupt():
    in_flight()
    _thread.interrupt_main()
threading.Thread(target=interrupt).start()
try:
    agent.check("up", **who)
except KeyboardInterrupt:
    print("interrupted")
ending()
"""
    status, printed, seconds = run_python(sandbox, tmp_path, program)
    assert status == 0, printed
    assert "interrupted" in printed
    assert seconds < 30


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_fork_in_the_middle_of_a_call_disturbs_nobody(
    make_agent: MakeAgent, sandbox: Sandbox
) -> None:
    agent = make_agent()
    answers: list[bool] = []

    def ask() -> None:
        answers.append(bool(agent.check("up", policy=Policy.NETWORK_ONLY, **VALID)))

    sandbox.fault("delay", ms=500)
    caller = threading.Thread(target=ask)
    caller.start()
    time.sleep(0.2)
    wait, go_on = os.pipe()
    child = os.fork()
    if child == 0:
        # Nothing of the tests is to run here.
        try:
            os.close(go_on)
            with pytest.raises(RuntimeError, match="fork"):
                agent.check("up", **VALID)
            agent.close()
            os.read(wait, 1)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(wait)
    caller.join()
    ask()
    assert answers == [True, True]
    os.close(go_on)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_forked_process_makes_an_agent_of_its_own(make_agent: MakeAgent) -> None:
    agent = make_agent()
    agent.check("up", **VALID)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()

    def child() -> None:
        try:
            agent.check("up", **VALID)
        except RuntimeError as error:
            queue.put(str(error))
        agent.close()
        with make_agent() as another:
            queue.put(bool(another.check("up", **VALID)))

    process = context.Process(target=child)
    process.start()
    assert "fork" in queue.get(timeout=30)
    assert queue.get(timeout=30) is True
    process.join()
    assert process.exitcode == 0
    assert agent.check("up", **VALID)
    queue.close()
    queue.join_thread()
