#!/usr/bin/env python3
"""The examples at work under both runtimes, and the README, whose programs are the examples."""

import os
import re
import select
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from surroundings import BIN, BINDING, MCS, RUNTIMES, Sandbox, run


def read_to_end(pipe, seconds):
    """What is written into a pipe; nothing if nobody has opened it by then."""
    text = b""
    while select.select([pipe], [], [], seconds)[0]:
        part = os.read(pipe, 65536)
        if not part:
            break
        text += part
    return text.decode()


class Examples(unittest.TestCase):
    def test_check_at_startup_says_yes_no_and_why(self):
        with Sandbox() as sandbox:
            for runtime in RUNTIMES:
                settings = sandbox.settings(runtime)
                yes = run(runtime, "CheckAtStartup.exe", "up", "features@example.com", settings=settings)
                self.assertEqual((0, ""), (yes.returncode, yes.stderr))
                self.assertIn("Start: yes\n  User Product is licensed.\n", yes.stdout)
                self.assertIn("from the Network", yes.stdout)
                again = run(runtime, "CheckAtStartup.exe", "up", "features@example.com", settings=settings)
                self.assertIn("from the Cache", again.stdout)
                no = run(runtime, "CheckAtStartup.exe", "up", "expired@example.com", settings=settings)
                self.assertEqual((1, ""), (no.returncode, no.stderr))
                self.assertIn("Start: no\n  The license for User Product has expired", no.stdout)
                wrong = run(
                    runtime, "CheckAtStartup.exe", "up", "trial@example.com", settings=settings, password="wrong"
                )
                self.assertEqual((1, ""), (wrong.returncode, wrong.stdout))
                self.assertIn("Credentials: ", wrong.stderr)

    def test_check_at_startup_says_when_nobody_knows(self):
        with Sandbox() as sandbox:
            for runtime in RUNTIMES:
                settings = {**sandbox.settings(runtime), "LSAGENT_BASE_URL": "https://127.0.0.1:1"}
                result = run(runtime, "CheckAtStartup.exe", "up", "valid@example.com", settings=settings)
                self.assertEqual((3, ""), (result.returncode, result.stdout))
                self.assertIn("Network: ", result.stderr)
                usage = run(runtime, "CheckAtStartup.exe", settings=settings)
                self.assertEqual(2, usage.returncode)

    def test_check_in_background_lists_the_features(self):
        with Sandbox() as sandbox:
            for runtime in RUNTIMES:
                settings = sandbox.settings(runtime)
                result = run(runtime, "CheckInBackground.exe", "up", "features@example.com", settings=settings)
                self.assertEqual((0, ""), (result.returncode, result.stderr))
                self.assertRegex(result.stdout, r"export: no end\n(.*\n)*  old: 20\d\d-\d\d-\d\d 00:00:00Z\n")
                wrong = run(
                    runtime, "CheckInBackground.exe", "up", "trial@example.com", settings=settings, password="wrong"
                )
                self.assertEqual((1, "Wrong user or password.\n"), (wrong.returncode, wrong.stdout))

    def test_hold_a_license_activates_once_and_gives_it_up(self):
        with Sandbox() as sandbox:
            for runtime in RUNTIMES:
                settings = sandbox.settings(runtime)

                def hold(*arguments):
                    done = run(runtime, "HoldALicense.exe", "key-product", *arguments, settings=settings)
                    return done.returncode, done.stdout, done.stderr

                yes = "Start: yes\n  Key Product is licensed.\n"
                self.assertEqual(1, hold()[0])
                self.assertEqual((0, yes, ""), hold("UNLI-AAAA-BBBB-CCCC"))
                self.assertEqual((0, yes, ""), hold())
                self.assertEqual((0, yes + "Another device may use the license now.\n", ""), hold("-", "give-up"))
                status, _, said = hold()
                self.assertEqual(1, status)
                self.assertIn("NotActivated: ", said)

    def sign_in(self, sandbox, runtime, *arguments, button="sign-in", opened=True, settings):
        """Runs the example with an `xdg-open` that signs in, or cancels, as a person does in a browser."""
        with tempfile.TemporaryDirectory() as desktop:
            opener = Path(desktop) / "xdg-open"
            opener.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{BINDING}/tests/browser.py" {button} "$@"\n')
            opener.chmod(0o755)
            settings = {
                **settings,
                "PATH": f"{desktop}:{os.environ['PATH']}",
                "BROWSER_CA_FILE": sandbox.ready["ca_file"],
                "BROWSER_LAST_PAGE": f"{desktop}/last-page",
            }
            # The browser may come to its end after the program.
            os.mkfifo(settings["BROWSER_LAST_PAGE"])
            pages = os.open(settings["BROWSER_LAST_PAGE"], os.O_RDONLY | os.O_NONBLOCK)
            try:
                result = run(runtime, "SignInWithBrowser.exe", "up", "acme", *arguments, settings=settings)
                return result, read_to_end(pages, 60 if opened else 0)
            finally:
                os.close(pages)

    def test_sign_in_with_browser_asks_the_store_the_next_time(self):
        for runtime in RUNTIMES:
            for kind in ("Code", "Token"):
                with Sandbox() as sandbox:
                    settings = sandbox.settings(runtime)
                    result, page = self.sign_in(sandbox, runtime, kind, "0", "/signed/in", settings=settings)
                    self.assertEqual((0, ""), (result.returncode, result.stderr))
                    self.assertRegex(
                        result.stdout,
                        "^Please sign in in your browser.\nLicenses: 1, from the Network\n  .*, for features@example.com\n$",
                    )
                    self.assertIn("Sign-in received", page)
                    again, page = self.sign_in(sandbox, runtime, opened=False, settings=settings)
                    self.assertEqual((0, ""), (again.returncode, again.stderr))
                    self.assertIn("from the Cache", again.stdout)
                    self.assertEqual("", page)

    def test_sign_in_with_browser_says_why_nobody_was_signed_in(self):
        with Sandbox() as sandbox:
            for runtime in RUNTIMES:
                settings = sandbox.settings(runtime)
                cancelled, page = self.sign_in(sandbox, runtime, button="cancel", settings=settings)
                self.assertEqual((1, "You have cancelled the sign-in.\n"), (cancelled.returncode, cancelled.stderr))
                self.assertIn("Sign-in not completed", page)
                neither = {**settings, "LSAGENT_API_KEY": ""}
                refused, page = self.sign_in(sandbox, runtime, opened=False, settings=neither)
                self.assertEqual(1, refused.returncode)
                self.assertRegex(refused.stderr, "^(InvalidArgument|Config): ")
                self.assertEqual("", page)
                usage = run(runtime, "SignInWithBrowser.exe", settings=settings)
                self.assertEqual(2, usage.returncode)

    def test_sign_in_with_browser_takes_an_oauth_client(self):
        with Sandbox() as sandbox:
            for runtime in RUNTIMES:
                settings = sandbox.settings(runtime)
                del settings["LSAGENT_API_KEY"], settings["LSAGENT_SHARED_KEY"]
                settings["LSAGENT_CLIENT_ID"] = sandbox.ready["client_id"]
                settings["LSAGENT_CLIENT_SECRET"] = sandbox.ready["client_secret"]
                result, _ = self.sign_in(sandbox, runtime, settings=settings)
                self.assertEqual((0, ""), (result.returncode, result.stderr))


class Readme(unittest.TestCase):
    text = (BINDING / "README.md").read_text(encoding="utf-8")

    def blocks(self):
        """The blocks of C#, each with the example that the line before it names, if one does."""
        return re.findall(r"(?:`examples/(\w+)\.cs`[^\n]*\n\n)?```csharp\n(.*?)```", self.text, re.DOTALL)

    def test_its_programs_are_the_examples(self):
        programs = {name: block for name, block in self.blocks() if name}
        files = {path.stem: path.read_text(encoding="utf-8") for path in (BINDING / "examples").glob("*.cs")}
        self.assertEqual(files, programs)

    def test_its_fragments_compile(self):
        fragments = [block for name, block in self.blocks() if not name]
        self.assertGreater(len(fragments), 2)
        body = "\n".join(f"    static async Task Fragment{i}() {{\n{text}\n    }}" for i, text in enumerate(fragments))
        program = f"""
            using System; using System.Threading; using System.Threading.Tasks; using LsAgent;
            class Fragments {{
                static Agent agent; static AgentOptions options; static Credentials user;
                static class Window {{
                    public static string Browse(string page) {{ return page; }}
                    public static void Post(Action action) {{ }} public static void Show(string text) {{ }}
                }}
            {body}
                static void Main() {{ }}
            }}"""
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "Fragments.cs"
            source.write_text(program, encoding="utf-8")
            # Fields that are never set, and methods that await nothing, are no mistake here.
            mcs = [*MCS, "-nowarn:649,1998,168,219,414,169"]
            done = subprocess.run(
                [*mcs, f"-r:{BIN}/LsAgent.dll", f"-out:{folder}/Fragments.exe", source],
                capture_output=True,
                text=True,
            )
            self.assertEqual(0, done.returncode, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
