#!/usr/bin/env python3
"""The NuGet package: its layout, and an application built from nothing but its contents."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path

from surroundings import BIN, BINDING, MCS, ROOT, TARGET, Sandbox, run

sys.path.insert(0, str(ROOT / "packaging"))
from linked import linked, triple  # noqa: E402
from platforms import platforms  # noqa: E402

VERSION = re.search(r'(?m)^version = "([^"]+)"', (ROOT / "Cargo.toml").read_text()).group(1)
PACKAGE = ROOT / f"dist/nuget/LsAgent.{VERSION}.nupkg"
NUSPEC = "{http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
NATIVE = "runtimes/linux-x64/native/liblsagent.so"


class Layout(unittest.TestCase):
    def setUp(self):
        self.archive = zipfile.ZipFile(PACKAGE)
        self.addCleanup(self.archive.close)
        self.names = self.archive.namelist()

    def parse(self, name):
        return xml.fromstring(self.archive.read(name))

    def test_it_has_what_nuget_looks_for(self):
        for name in (
            "LsAgent.nuspec",
            "README.md",
            "LICENSE-MIT",
            "LICENSE-APACHE",
            "THIRD-PARTY-LICENSES",
            "lib/netstandard2.0/LsAgent.dll",
            "lib/netstandard2.0/LsAgent.xml",
            "buildTransitive/net461/LsAgent.targets",
            "build/net461/LsAgent.targets",
            NATIVE,
        ):
            self.assertIn(name, self.names)
        self.assertEqual(len(self.names), len(set(self.names)))
        self.assertFalse([name for name in self.names if name.startswith(("/", ".")) or "\\" in name])

    def test_every_part_has_a_type_and_every_relationship_a_target(self):
        types = self.parse("[Content_Types].xml")
        extensions = {element.get("Extension") for element in types.iter(TYPES + "Default")}
        named = {element.get("PartName") for element in types.iter(TYPES + "Override")}
        for name in set(self.names) - {"[Content_Types].xml"}:
            self.assertTrue(name.rpartition(".")[2] in extensions or "/" + name in named, name)
        targets = [element.get("Target")[1:] for element in self.parse("_rels/.rels")]
        self.assertEqual(2, len(targets))
        self.assertLessEqual(set(targets), set(self.names))

    def test_the_description_is_complete(self):
        metadata = self.parse("LsAgent.nuspec").find(NUSPEC + "metadata")
        said = {element.tag.removeprefix(NUSPEC): element.text for element in metadata}
        self.assertEqual("LsAgent", said["id"])
        self.assertEqual(VERSION, said["version"])
        self.assertEqual("MIT OR Apache-2.0", said["license"])
        self.assertIn(said["readme"], self.names)
        for name in ("authors", "description"):
            self.assertTrue(said[name])

    def test_the_project_file_packs_the_same(self):
        project = xml.parse(BINDING / "src/LsAgent/LsAgent.csproj").getroot()
        self.assertEqual("netstandard2.0", project.findtext(".//TargetFramework"))
        packed = [element.get("PackagePath") for element in project.iter("None")]
        self.assertEqual(["/", "/", "/", "buildTransitive/net461;build/net461", "runtimes/"], packed)
        # The expression that reads the version, as MSBuild would evaluate it.
        pattern = re.search(r"\$\(CargoToml\), '(.*?)'\)", project.findtext(".//Version")).group(1)
        self.assertEqual(VERSION, re.search(pattern, (ROOT / "Cargo.toml").read_text()).group(1))


    def test_it_has_the_notices_of_every_crate_that_is_linked_in(self):
        notices = self.archive.read("THIRD-PARTY-LICENSES").decode()
        crates = [crate for crate in linked(triple("host")).values() if crate.name != "lsagent"]
        self.assertGreater(len(crates), 20)
        for crate in crates:
            self.assertRegex(notices, rf"(?m)^{re.escape(crate.key)}: ", "the list")
            self.assertRegex(notices, rf"\nFor (.*, )?{re.escape(crate.key)}[,:]", "the texts")
        self.assertIn("(Rust's standard library)", notices)
        self.assertIn("Permission is hereby granted, free of charge", notices)


class All(unittest.TestCase):
    """The package with the libraries of all platforms, which are made up here."""

    NATIVES = {
        "linux-x64": ("x86_64-unknown-linux-gnu", "liblsagent.so"),
        "linux-arm64": ("aarch64-unknown-linux-gnu", "liblsagent.so"),
        "linux-musl-x64": ("x86_64-unknown-linux-musl", "liblsagent.so"),
        "linux-musl-arm64": ("aarch64-unknown-linux-musl", "liblsagent.so"),
        "osx-x64": ("universal-apple-darwin", "liblsagent.dylib"),
        "osx-arm64": ("universal-apple-darwin", "liblsagent.dylib"),
        "win-x64": ("x86_64-pc-windows-gnu", "lsagent.dll"),
        "win-arm64": ("aarch64-pc-windows-gnullvm", "lsagent.dll"),
    }

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def make(self, *missing):
        for platform in platforms().values():
            if platform.name not in missing:
                library = self.folder / "binaries" / platform.name / platform.shared
                library.parent.mkdir(parents=True, exist_ok=True)
                library.write_text(f"for {platform.name}")
        settings = {**os.environ, "LSAGENT_BINARIES": str(self.folder / "binaries"), "SOURCE_DATE_EPOCH": "1700000000"}
        command = [sys.executable, BINDING / "nuget.py", "--all", VERSION, self.folder]
        return subprocess.run(command, env=settings, capture_output=True, text=True)

    def test_every_platform_is_in_it_with_the_notices_of_what_its_linker_brings(self):
        done = self.make()
        self.assertEqual(0, done.returncode, done.stderr)
        with zipfile.ZipFile(self.folder / PACKAGE.name) as archive:
            natives = {name: archive.read(name) for name in archive.namelist() if name.startswith("runtimes/")}
            texts = archive.read("THIRD-PARTY-LICENSES").decode()
        expected = {
            f"runtimes/{rid}/native/{name}": f"for {platform}".encode() for rid, (platform, name) in self.NATIVES.items()
        }
        self.assertEqual(expected, natives)
        self.assertIn("In runtimes/osx-arm64/native and runtimes/osx-x64/native:\n", texts)
        self.assertEqual(len(platforms()), texts.count("\nRust's standard library: "))
        for platform in platforms().values():
            for runtime in platform.runtimes:
                self.assertIn(f"\n{runtime.name} ({runtime.package} {runtime.version}): {runtime.license}\n", texts)
                wanted = " ".join((ROOT / "packaging/notices" / runtime.text).read_text().split())
                self.assertIn(wanted, " ".join(texts.split()), runtime.text)

    def test_it_is_not_made_without_a_platform_and_says_which_is_missing(self):
        done = self.make("universal-apple-darwin", "x86_64-pc-windows-gnu")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("lacks the libraries of universal-apple-darwin, x86_64-pc-windows-gnu: make binaries", done.stderr)
        self.assertFalse((self.folder / PACKAGE.name).exists())


class Reproducible(unittest.TestCase):
    EPOCH = 1_700_000_000

    def test_the_same_input_gives_the_same_bytes(self):
        def package(epoch):
            with tempfile.TemporaryDirectory() as folder:
                settings = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
                command = [sys.executable, BINDING / "nuget.py", VERSION, folder]
                subprocess.run(command, env=settings, check=True, stdout=subprocess.DEVNULL)
                file = Path(folder) / PACKAGE.name
                with zipfile.ZipFile(file) as archive:
                    times = {info.date_time for info in archive.infolist()}
                return file.read_bytes(), times

        first, times = package(self.EPOCH)
        again, _ = package(self.EPOCH)
        later, _ = package(self.EPOCH + 2)
        self.assertEqual({(2023, 11, 14, 22, 13, 20)}, times)
        self.assertTrue(first == again, "not the same bytes")
        self.assertTrue(first != later, "the time has no say")

    def test_the_compiler_gives_the_same_bytes(self):
        sources = sorted((BINDING / "src/LsAgent").glob("*.cs"))
        with tempfile.TemporaryDirectory() as folder:
            assembly = Path(folder) / "LsAgent.dll"
            command = [*MCS, "-debug-", "-unsafe", "-target:library", f"-doc:{folder}/LsAgent.xml", f"-out:{assembly}"]
            subprocess.run([*command, TARGET / "csharp/AssemblyInfo.cs", *sources], check=True)
            self.assertTrue((BIN / "LsAgent.dll").read_bytes() == assembly.read_bytes(), "not the same bytes")


class Application(unittest.TestCase):
    """Built against the package's contents, and laid out as the SDK would."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.application = Path(folder.name) / "application"
        self.package = Path(folder.name) / "package"
        with zipfile.ZipFile(PACKAGE) as archive:
            archive.extractall(self.package)
        self.application.mkdir()
        assembly = self.package / "lib/netstandard2.0/LsAgent.dll"
        shutil.copy(assembly, self.application)
        source = BINDING / "examples/CheckAtStartup.cs"
        subprocess.run([*MCS, f"-r:{assembly}", f"-out:{self.application}/App.exe", source], check=True)
        # A place with no library, so that it is not found anywhere else.
        self.nowhere = Path(folder.name) / "nowhere"

    def says_yes(self, runtime):
        with Sandbox() as sandbox:
            settings = sandbox.settings(runtime)
            arguments = ("up", "valid@example.com")
            result = run(
                runtime, str(self.application / "App.exe"), *arguments, settings=settings, library=self.nowhere
            )
        self.assertEqual((0, ""), (result.returncode, result.stderr))
        self.assertIn("Start: yes", result.stdout)

    def test_it_runs_under_net_core_from_the_runtimes_folder(self):
        native = self.application / NATIVE
        native.parent.mkdir(parents=True)
        shutil.copy(self.package / NATIVE, native)
        shutil.copy(BINDING / "tests/runtimeconfig.json", self.application / "App.runtimeconfig.json")
        target = ".NETCoreApp,Version=v3.1"
        library = {
            "runtime": {"lib/netstandard2.0/LsAgent.dll": {}},
            "runtimeTargets": {NATIVE: {"rid": "linux-x64", "assetType": "native"}},
        }
        name = f"LsAgent/{VERSION}"
        dependencies = {
            "runtimeTarget": {"name": target},
            "targets": {target: {"App/1.0.0": {"dependencies": {"LsAgent": VERSION}, "runtime": {"App.exe": {}}}, name: library}},
            "libraries": {
                "App/1.0.0": {"type": "project", "serviceable": False, "sha512": ""},
                name: {"type": "package", "serviceable": True, "sha512": ""},
            },
        }
        (self.application / "App.deps.json").write_text(json.dumps(dependencies))
        self.says_yes("dotnet")

    def test_it_runs_under_mono_with_the_library_beside_it(self):
        shutil.copy(self.package / NATIVE, self.application)
        self.says_yes("mono")

    def test_without_the_native_library_it_says_what_is_missing(self):
        shutil.copy(BINDING / "tests/runtimeconfig.json", self.application / "App.runtimeconfig.json")
        for runtime in ("mono", "dotnet"):
            result = run(
                runtime, str(self.application / "App.exe"), "up", "a", settings={"LSAGENT_API_KEY": "x"}, library=self.nowhere
            )
            self.assertNotEqual(0, result.returncode)
            self.assertIn("DllNotFoundException", result.stderr)
            self.assertIn("lsagent", result.stderr)


if __name__ == "__main__":
    unittest.main()
