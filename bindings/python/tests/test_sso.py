"""Single sign-on, with a scripted person at the sandbox's identity provider."""

from __future__ import annotations

import asyncio
import functools
import gc
import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable
from urllib.parse import urlsplit

import pytest
from browser import TRIAL, Browser, listener, parameter, sign_in
from conftest import HERE, MakeAgent, Sandbox, sandbox_program

import lsagent
from lsagent import Policy, SsoResponse

PLACE = ("up", "acme")


@pytest.fixture(scope="module")
def _running_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Over plain http, which the library allows on this machine, and the scripted browser speaks."""
    running = Sandbox(sandbox_program(), tmp_path_factory.mktemp("sandbox"), "--plain")
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _as_it_should_be(sandbox: Sandbox) -> None:
    sandbox.control("PUT", "/idp", {})


@pytest.fixture(autouse=True)
def openers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What the system's browser was started with: a program that notes it takes its place."""
    notes, program = tmp_path / "opened", tmp_path / "bin/xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{notes}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    return lambda: notes.read_text().splitlines() if notes.exists() else []


def is_open(url: str) -> bool:
    with socket.socket() as client:
        return client.connect_ex(listener(url)) == 0


def in_time(is_so: Callable[[], object]) -> bool:
    pause = threading.Event()
    for _ in range(1000):
        if is_so():
            return True
        pause.wait(0.01)
    return False


def either_way(agent: lsagent.Agent, mode: str, **options: Any) -> lsagent.Licenses:
    if mode == "call":
        return agent.sso_sign_in(*PLACE, **options)
    return asyncio.run(agent.sso_sign_in_async(*PLACE, **options))


MODES = pytest.mark.parametrize("mode", ["call", "background"])


@MODES
@pytest.mark.parametrize("response_type", SsoResponse)
def test_a_person_signs_in(agent: lsagent.Agent, mode: str, response_type: SsoResponse) -> None:
    browser = Browser()
    options: Any = {"response_type": response_type, "path": "/signed/in", "show": browser}
    licenses = either_way(agent, mode, **options)
    assert "Sign-in received" in browser.done()
    assert urlsplit(parameter(browser.url, "redirect_uri")).path == "/signed/in"
    assert licenses[0].holder is not None
    assert licenses[0].holder.email == TRIAL
    assert licenses.source is lsagent.Source.NETWORK
    assert not is_open(browser.url)
    # The store has it.
    again = agent.licenses("up", remembered=TRIAL, policy=Policy.CACHE_ONLY)
    assert again.json == licenses.json


def test_a_port_of_choice(agent: lsagent.Agent) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(lsagent.ConfigError, match=str(port)):
            agent.sso_sign_in(*PLACE, port=port, show=Browser())
    browser = Browser()
    assert agent.sso_sign_in(*PLACE, port=port, show=browser)
    browser.done()
    assert listener(browser.url) == ("127.0.0.1", port)


@pytest.mark.parametrize("response_type", SsoResponse)
def test_a_person_who_changes_their_mind(agent: lsagent.Agent, response_type: SsoResponse) -> None:
    browser = Browser(lambda url: sign_in(url, button="cancel"))
    with pytest.raises(lsagent.CredentialsError) as caught:
        agent.sso_sign_in(*PLACE, response_type=response_type, show=browser)
    assert caught.value.code == "access_denied"
    assert "not completed" in browser.done()


def test_an_error_of_the_provider(agent: lsagent.Agent, sandbox: Sandbox) -> None:
    sandbox.control("PUT", "/idp", {"error": "server_error"})
    browser = Browser()
    with pytest.raises(lsagent.RefusedError) as caught:
        agent.sso_sign_in(*PLACE, show=browser)
    assert caught.value.code == "server_error"
    browser.done()


@MODES
def test_a_provider_that_loses_the_state(agent: lsagent.Agent, sandbox: Sandbox, mode: str) -> None:
    sandbox.control("PUT", "/idp", {"state": "missing"})
    browser = Browser()
    assert either_way(agent, mode, require_state=False, show=browser)
    assert "Sign-in received" in browser.done()


@MODES
def test_a_page_whose_address_is_not_signed(
    agent: lsagent.Agent, sandbox: Sandbox, mode: str
) -> None:
    sandbox.fault("signature", how="missing", path="sso_url")
    with pytest.raises(lsagent.SignatureError):
        either_way(agent, mode, show=Browser())
    browser = Browser()
    assert either_way(agent, mode, require_signature=False, show=browser)
    browser.done()


@pytest.mark.parametrize("option", ["require_state", "require_signature"])
def test_an_option_that_is_no_bool(agent: lsagent.Agent, option: str) -> None:
    wrong: Any = {option: 1}
    with pytest.raises(TypeError, match=option):
        agent.sso_sign_in(*PLACE, show=Browser(), **wrong)


@MODES
def test_a_person_who_never_comes_back(agent: lsagent.Agent, mode: str) -> None:
    with pytest.raises(lsagent.CallTimeoutError, match="nobody has finished"):
        either_way(agent, mode, timeout=0.05, show=lambda _: True)


def test_cancelling(agent: lsagent.Agent, openers: Callable[[], list[str]]) -> None:
    browser = Browser(lambda _: None)

    async def ask() -> None:
        call = asyncio.ensure_future(agent.sso_sign_in_async(*PLACE, show=browser))
        await asyncio.to_thread(browser.done)
        assert is_open(browser.url)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(ask())
    assert in_time(lambda: not is_open(browser.url))
    assert openers() == []


def test_cancelling_while_it_is_shown_opens_nothing(
    agent: lsagent.Agent, openers: Callable[[], list[str]]
) -> None:
    from lsagent._questions import under_way

    shown, cancelled = threading.Event(), threading.Event()

    def show(_: str) -> bool:
        shown.set()
        cancelled.wait(60)
        return False

    async def ask() -> None:
        call = asyncio.ensure_future(agent.sso_sign_in_async(*PLACE, show=show))
        await asyncio.to_thread(shown.wait, 60)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(ask())
    cancelled.set()
    assert in_time(lambda: not under_way)
    assert openers() == []


def test_closing_ends_it(make_agent: MakeAgent) -> None:
    agent = make_agent()
    browser = Browser(lambda _: agent.close())
    with pytest.raises(lsagent.CallCancelledError):
        agent.sso_sign_in(*PLACE, show=browser)
    browser.done()
    assert not is_open(browser.url)


@MODES
def test_closing_from_within_show(make_agent: MakeAgent, mode: str) -> None:
    agent, freed = make_agent(), threading.Event()
    threads: list[int] = []
    free = agent._handle._free
    assert free is not None

    def note(pointer: int) -> None:
        threads.append(threading.get_ident())
        free(pointer)
        freed.set()

    agent._handle._free = note

    def show(_: str) -> bool:
        threads.append(threading.get_ident())
        agent.close()
        return True

    with pytest.raises(lsagent.CallCancelledError):
        either_way(agent, mode, show=show)
    # By another thread, since it must not be freed from there.
    assert freed.wait(60)
    assert len(set(threads)) == 2
    with pytest.raises(RuntimeError, match="closed"):
        agent.sso_sign_in(*PLACE)


@MODES
def test_closing_waits_for_show(make_agent: MakeAgent, mode: str) -> None:
    """How long `show` takes is the application's matter; the sign-in is over after it."""
    agent, closed = make_agent(), threading.Event()
    was_closed: list[bool] = []

    def close() -> None:
        agent.close()
        closed.set()

    def show(_: str) -> bool:
        threading.Thread(target=close).start()
        was_closed.append(closed.wait(1))
        return True

    with pytest.raises(lsagent.CallCancelledError):
        either_way(agent, mode, show=show)
    assert was_closed == [False]
    assert closed.wait(60)


@pytest.mark.parametrize("raised", [ValueError, SystemExit, KeyboardInterrupt])
def test_show_that_raises_counts_as_false(
    agent: lsagent.Agent,
    openers: Callable[[], list[str]],
    unraisable: list[Any],
    raised: type[BaseException],
) -> None:
    browser = Browser()

    def show(url: str) -> bool:
        browser(url)
        raise raised("from show")

    assert agent.sso_sign_in(*PLACE, show=show)
    browser.done()
    assert [each.exc_type for each in unraisable] == [raised]
    assert in_time(lambda: openers() == [browser.url])


class NoBool:
    def __bool__(self) -> bool:
        raise ValueError("neither true nor false")


def saying(said: Any, browser: Browser) -> Callable[[str], bool]:
    def show(url: str) -> Any:
        browser(url)
        return said

    return show


def test_what_show_returns(
    agent: lsagent.Agent, openers: Callable[[], list[str]], unraisable: list[Any]
) -> None:
    def has_opened(count: int) -> bool:
        return len(openers()) == count

    for said, seen in ((None, 1), (0, 2), (NoBool(), 3), ("yes", 3)):
        browser = Browser()
        assert agent.sso_sign_in(*PLACE, show=saying(said, browser))
        browser.done()
        assert in_time(functools.partial(has_opened, seen))
    assert [each.exc_type for each in unraisable] == [ValueError]


def test_without_show_the_systems_browser_opens(
    agent: lsagent.Agent, openers: Callable[[], list[str]]
) -> None:
    outcomes: list[lsagent.Licenses] = []
    thread = threading.Thread(target=lambda: outcomes.append(agent.sso_sign_in(*PLACE)))
    thread.start()
    assert in_time(openers)
    sign_in(openers()[0])
    thread.join()
    assert outcomes[0]


def test_show_is_kept_as_long_as_needed_and_no_longer(agent: lsagent.Agent) -> None:
    def begin() -> tuple[Any, weakref.ref[Browser]]:
        browser = Browser(lambda url: (gc.collect(), sign_in(url)))
        return agent.sso_sign_in_async(*PLACE, show=browser), weakref.ref(browser)

    async def ask() -> weakref.ref[Browser]:
        call, browser = begin()
        task = asyncio.ensure_future(call)
        del call
        while not task.done():
            gc.collect()
            await asyncio.sleep(0.01)
        assert await task
        return browser

    browser = asyncio.run(ask())
    assert in_time(lambda: gc.collect() is None or browser() is None)


def test_many_at_once(agent: lsagent.Agent) -> None:
    async def ask() -> list[lsagent.Licenses]:
        each = (agent.sso_sign_in_async(*PLACE, show=Browser()) for _ in range(8))
        return await asyncio.gather(*each)

    assert all(len(licenses) == 1 for licenses in asyncio.run(ask()))


def test_the_pages_address(agent: lsagent.Agent) -> None:
    url = agent.sso_url(*PLACE, redirect_uri="myapp://signed-in")
    assert urlsplit(url).path == "/idp/authorize"
    assert parameter(url, "redirect_uri") == "myapp://signed-in"
    assert parameter(url, "response_type") == "code"
    url = agent.sso_url(*PLACE, response_type=SsoResponse.TOKEN)
    assert parameter(url, "response_type") == "token"


def test_a_page_that_leads_elsewhere(agent: lsagent.Agent, sandbox: Sandbox) -> None:
    sandbox.control("PUT", "/idp", {"redirect_uri": "http://127.0.0.1:9/"})
    with pytest.raises(lsagent.ConfigError):
        agent.sso_url(*PLACE, redirect_uri="http://127.0.0.1:8/")
    with pytest.raises(lsagent.ConfigError):
        agent.sso_sign_in(*PLACE, show=Browser())


@MODES
@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("port", -1, ValueError),
        ("port", 65536 + 80, ValueError),
        ("port", "80", TypeError),
        ("path", "signed-in", lsagent.InvalidArgumentError),
        ("path", "/a\0", ValueError),
        ("path", None, TypeError),
        ("timeout", 0, lsagent.InvalidArgumentError),
        ("timeout", 3601, lsagent.InvalidArgumentError),
        ("timeout", None, TypeError),
        ("timeout", float("nan"), ValueError),
        ("response_type", 2, lsagent.InvalidArgumentError),
        ("response_type", 2**32, ValueError),
        ("response_type", "code", TypeError),
        ("show", "print", TypeError),
    ],
)
def test_options(
    agent: lsagent.Agent,
    sandbox: Sandbox,
    mode: str,
    option: str,
    value: Any,
    error: type[Exception],
) -> None:
    with pytest.raises(error, match=option):
        either_way(agent, mode, **{option: value})
    assert sandbox.requests() == 0


@pytest.mark.parametrize("place", [("", "acme"), ("up", ""), ("up\0", "acme"), ("up", "a\ud800")])
def test_places(agent: lsagent.Agent, place: tuple[str, str]) -> None:
    for call in (agent.sso_sign_in, agent.sso_url):
        with pytest.raises(lsagent.InvalidArgumentError):
            call(*place)


def test_no_secret_is_in_what_fails(agent: lsagent.Agent, sandbox: Sandbox) -> None:
    from test_secrets import everything_said

    sandbox.fault("echo_query", path="user_licenses")
    for response_type, secret in ((SsoResponse.CODE, "code:"), (SsoResponse.TOKEN, "token:")):
        browser = Browser()
        said = everything_said(
            functools.partial(agent.sso_sign_in, *PLACE, response_type=response_type, show=browser)
        )
        browser.done()
        seen = sandbox.control("GET", "/requests")["requests"][-1]
        assert secret in repr(seen)
        assert secret not in said
        assert parameter(browser.url, "state") not in said


def test_the_example(sandbox: Sandbox, tmp_path: Path, openers: Callable[[], list[str]]) -> None:
    """The second time nobody is asked to sign in."""
    arguments = [str(HERE.parent / "examples/sign_in_with_browser.py"), *PLACE]
    for browse in (sign_in, None):
        process = subprocess.Popen(
            [sys.executable, "-X", "dev", *arguments],
            env={
                **os.environ,
                **sandbox.environment,
                **sandbox.client,
                "LSAGENT_CACHE_DIR": str(tmp_path / "store"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if browse:
            assert in_time(openers)
            browse(openers()[0])
        printed, _ = process.communicate(timeout=60)
        assert process.returncode == 0, printed
        assert ("Please sign in" in printed) == bool(browse)
        assert printed.endswith(f" for {TRIAL}\n")
    assert len(openers()) == 1


@pytest.mark.parametrize(
    ("idp", "printed"),
    [({}, "access_denied"), ({"error": "server_error"}, "server_error")],
)
def test_the_example_that_fails(
    sandbox: Sandbox,
    tmp_path: Path,
    openers: Callable[[], list[str]],
    idp: dict[str, str],
    printed: str,
) -> None:
    sandbox.control("PUT", "/idp", idp)
    environment = {**os.environ, **sandbox.environment, **sandbox.client}
    process = subprocess.Popen(
        [sys.executable, str(HERE.parent / "examples/sign_in_with_browser.py"), *PLACE],
        env={**environment, "LSAGENT_CACHE_DIR": str(tmp_path / "store")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert in_time(openers)
    sign_in(openers()[0], button="cancel")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.startswith("The sign-in has failed: ")
    assert printed in said
    assert "Traceback" not in said


PROGRAM = """
import sys, threading
sys.path.insert(0, {tests!r})
from browser import Browser, sign_in
import lsagent
agent = lsagent.Agent(**{settings!r})
def ending():
    print("ending", flush=True)
"""
ENDS = {
    "nobody-comes-back": """
shown = threading.Event()
show = lambda url: not shown.set()
threading.Thread(target=agent.sso_sign_in, args=("up", "acme"), kwargs={"show": show},
                 daemon=True).start()
shown.wait()
""",
    "in-show": """
shown = threading.Event()
def show(url):
    shown.set()
    threading.Event().wait()
threading.Thread(target=agent.sso_sign_in, args=("up", "acme"), kwargs={"show": show},
                 daemon=True).start()
shown.wait()
""",
    "in-a-loop": """
import asyncio
async def ask():
    loop, shown = asyncio.get_running_loop(), asyncio.Event()
    show = lambda url: not loop.call_soon_threadsafe(shown.set)
    asyncio.ensure_future(agent.sso_sign_in_async("up", "acme", show=show))
    await shown.wait()
asyncio.run(ask())
""",
    "ctrl-c": """
import _thread, signal
# Who started the tests may have had it ignored, which a child inherits.
signal.signal(signal.SIGINT, signal.default_int_handler)
def show(url):
    threading.Timer(0, _thread.interrupt_main).start()
    return True
try:
    agent.sso_sign_in("up", "acme", show=show)
except KeyboardInterrupt:
    pass
else:
    sys.exit("it was not interrupted")
""",
    "exit-in-show": """
browser = Browser()
def show(url):
    browser(url)
    sys.exit(3)
assert agent.sso_sign_in("up", "acme", show=show)
browser.done()
""",
}


@pytest.mark.parametrize("program", ENDS.values(), ids=ENDS)
def test_the_process_ends_in_the_middle(
    sandbox: Sandbox, tmp_path: Path, program: str, openers: object
) -> None:
    settings = {**sandbox.settings, "cache_dir": str(tmp_path / "store")}
    begin = PROGRAM.format(tests=str(HERE), settings=settings)
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", begin + program + "ending()\n"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, "ending" in done.stdout) == (0, True), done.stdout
    assert "Fatal" not in done.stdout
    assert "panicked" not in done.stdout
