#!/usr/bin/env python3
"""Writes the license texts of all that is linked into the library, or into the command.

    packaging/licenses.py [--command] TARGET|host FILE
    packaging/licenses.py --portable PLATFORM FILE    of the library that `make binaries` makes for a platform

The texts are those that each crate's own package holds; those of Rust's standard library, which come with the
toolchain; and those of what the linker of `make binaries` brings along, which packaging/notices holds. A crate
without one is an error: then its text has to be found.
"""

import argparse
import html.parser
import re
import sys
from pathlib import Path

from linked import linked, rustc, triple
from platforms import platforms

LICENSE_NAME = re.compile("license|licence|copying|copyright|notice|unlicense", re.IGNORECASE)


class Notices(html.parser.HTMLParser):
    """The texts in the standard library's COPYRIGHT-library.html, by whom they are for."""

    def __init__(self):
        super().__init__()
        self.whom, self.within, self.label = "", "", ""
        self.texts, self.named, self.copyrights = [], set(), []

    def handle_starttag(self, tag, attrs):
        if tag in ("h3", "pre"):
            self.within, self.text = tag, ""

    def handle_data(self, data):
        if self.within:
            self.text += data
        elif not self.whom and data.strip():
            # In the tree of the library itself there are labels, each with a value.
            if self.label == "License:":
                self.named |= set(re.findall(r"[\w.-]+", data)) - {"AND", "OR", "WITH"}
            elif self.label == "Copyright:" and data.strip() not in self.copyrights:
                self.copyrights.append(data.strip())
            self.label = data.strip()

    def handle_endtag(self, tag):
        if tag != self.within:
            return
        self.within = ""
        if tag == "h3":
            self.whom = re.sub(r"^\W+", "", self.text).strip()
        else:
            self.texts.append((f"{self.whom} (Rust's standard library)", self.text))


def texts_of_std():
    documents = Path(rustc("--print=sysroot").strip()) / "share/doc/rust"
    version = rustc("--version").split()[1]
    notices = Notices()
    page = documents / "COPYRIGHT-library.html"
    if not page.exists():
        sys.exit(f"licenses: {page} is missing: use a toolchain that rustup installed")
    notices.feed(page.read_text(encoding="utf-8"))
    own = [documents / f"licenses/{name}.txt" for name in sorted(notices.named)]
    if not own or not notices.texts or not notices.copyrights:
        sys.exit(f"licenses: {page} is not laid out as this script knows it")
    whom = f"Rust's standard library {version}"
    rights = "".join(f"Copyright {copyright}\n" for copyright in notices.copyrights)
    texts = [(whom, rights)] + [(whom, path.read_text(encoding="utf-8")) for path in own]
    return texts + notices.texts


def texts_of(crate):
    files = [path for path in crate.folder.rglob("*") if LICENSE_NAME.match(path.name)]
    files = [path for path in files if path.is_file() and path.suffix in ("", ".md", ".txt")]
    if not files:
        sys.exit(f"licenses: {crate.key} holds no license text in {crate.folder}")
    return [(crate.key, path.read_text(encoding="utf-8")) for path in sorted(files)]


def grouped(texts):
    """Each text once, with all that it is for."""
    groups = {}
    for whom, text in texts:
        _, holders = groups.setdefault(" ".join(text.split()), (text, []))
        if whom not in holders:
            holders.append(whom)
    return list(groups.values())


def texts_of_runtime(runtime):
    return [(f"{runtime.name} ({runtime.package} {runtime.version})", runtime.notice)]


def write(out, what, crates, runtimes, texts):
    line = "=" * 80
    out.write(f"Licenses of the software that is a part of {what}\n\n")
    for crate in crates:
        out.write(f"{crate.key}: {crate.license}\n")
    out.write("Rust's standard library: MIT OR Apache-2.0, with parts under Unicode-3.0\n")
    for runtime in runtimes:
        out.write(f"{runtime.name} ({runtime.package} {runtime.version}): {runtime.license}\n")
    out.write("\nThe texts follow, each one once.\n")
    for text, holders in texts:
        body = "\n".join(row.rstrip() for row in text.strip("\r\n").splitlines())
        out.write(f"\n{line}\nFor {', '.join(holders)}:\n{line}\n\n{body}\n")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--command", action="store_true")
    parser.add_argument("--portable", action="store_true")
    parser.add_argument("target")
    parser.add_argument("file")
    given = parser.parse_args()
    platform = platforms()[given.target] if given.portable else None
    targets = ",".join(platform.targets) if platform else triple(given.target)
    runtimes = platform.runtimes if platform else ()
    package, what = ("lsagent-command", "the command lsagent") if given.command else ("lsagent", "the lsagent libraries")
    crates = [crate for crate in linked(targets, package).values() if not crate.name.startswith("lsagent")]
    crates.sort(key=lambda crate: crate.key)
    texts = [text for crate in crates for text in texts_of(crate)] + texts_of_std()
    texts += [text for runtime in runtimes for text in texts_of_runtime(runtime)]
    with open(given.file, "w", encoding="utf-8", newline="\n") as out:
        write(out, what, crates, runtimes, grouped(texts))


if __name__ == "__main__":
    main()
