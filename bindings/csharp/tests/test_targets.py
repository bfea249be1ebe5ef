#!/usr/bin/env python3
"""LsAgent.targets, as projects of .NET Framework import it from the package: Mono's xbuild builds such a project for
each kind of process, is told that it is on Windows, and what lies beside the application is looked at."""

import subprocess
import tempfile
import unittest
from pathlib import Path
from xml.sax.saxutils import quoteattr

from surroundings import BINDING

TARGETS = BINDING / "src/LsAgent/LsAgent.targets"
XMLNS = 'xmlns="http://schemas.microsoft.com/developer/msbuild/2003"'

# Nothing is compiled: only what is laid beside the program is of interest, and mcs does not know ARM64.
APPLICATION = f"""<Project ToolsVersion="4.0" DefaultTargets="Build" {XMLNS}>
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <AssemblyName>App</AssemblyName>
    <IntermediateOutputPath>$(OutputPath)obj/</IntermediateOutputPath>
    <TargetFrameworkVersion>v4.5</TargetFrameworkVersion>
  </PropertyGroup>
  <Import Project="$(MSBuildToolsPath)/Microsoft.CSharp.targets" />
  <Import Project="$(Package)build/net461/LsAgent.targets" />
  <Target Name="CoreCompile">
    <WriteLinesToFile File="@(IntermediateAssembly)" Lines="a program" Overwrite="true" />
  </Target>
</Project>
"""

WHOLE = {"win-x64": "for x64", "win-arm64": "for arm64"}
# How a project is set up; what is in its package; what is then beside the application; what it is warned of.
CASES = [
    ("PlatformTarget=x64", WHOLE, "for x64", None),
    ("PlatformTarget=AnyCPU", WHOLE, "for x64", None),
    ("PlatformTarget=AnyCPU;Prefer32Bit=false", WHOLE, "for x64", None),
    ("PlatformTarget=AnyCPU;Prefer32Bit=true", WHOLE, "for x64", "LSAGENT1"),
    ("PlatformTarget=AnyCPU;LsAgentArchitecture=arm64", WHOLE, "for arm64", None),
    ("PlatformTarget=ARM64", WHOLE, "for arm64", None),
    ("PlatformTarget=arm64", WHOLE, "for arm64", None),
    ("RuntimeIdentifier=win-arm64", WHOLE, "for arm64", None),
    ("PlatformTarget=x86", WHOLE, None, "LSAGENT1"),
    ("RuntimeIdentifier=win-x86", WHOLE, None, "LSAGENT1"),
    ("PlatformTarget=ARM64", {"win-x64": "for x64"}, None, "LSAGENT2"),
    ("PlatformTarget=x64", {}, None, "LSAGENT2"),
]


def lay_out(package, natives):
    """A package's folder, with its targets and these native libraries."""
    folder = package / "build/net461"
    folder.mkdir(parents=True)
    (folder / TARGETS.name).write_bytes(TARGETS.read_bytes())
    for rid, content in natives.items():
        native = package / "runtimes" / rid / "native"
        native.mkdir(parents=True)
        (native / "lsagent.dll").write_text(content)


class Copies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.folder = Path(holder.name)
        (cls.folder / "App.csproj").write_text(APPLICATION)
        steps = "".join(cls.step(number, *case[:2]) for number, case in enumerate(CASES))
        all_of_them = cls.folder / "all.proj"
        all_of_them.write_text(f'<Project DefaultTargets="All" {XMLNS}><Target Name="All">{steps}</Target></Project>')
        command = ["xbuild", "/nologo", "/verbosity:minimal", str(all_of_them)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        cls.said = done.stdout.split("case ")[1:]

    @classmethod
    def step(cls, number, settings, natives):
        out = cls.folder / str(number)
        lay_out(out / "package", natives)
        properties = f"{settings};OS=Windows_NT;OutputPath={out}/out/;Package={out}/package/"
        return f'<Message Text="case {number}" Importance="high" /><MSBuild Projects="App.csproj" Properties={quoteattr(properties)} />'

    def test_the_library_of_the_projects_processor_is_beside_the_application(self):
        self.assertEqual(len(CASES), len(self.said))
        for number, (settings, natives, expected, _) in enumerate(CASES):
            with self.subTest(settings=settings, natives=list(natives)):
                out = self.folder / str(number) / "out"
                self.assertTrue((out / "App.exe").exists(), "it was built")
                library = out / "lsagent.dll"
                self.assertEqual(expected, library.read_text() if library.exists() else None)

    def test_a_project_that_cannot_load_it_is_warned(self):
        for (settings, natives, _, warning), said in zip(CASES, self.said):
            with self.subTest(settings=settings, natives=list(natives)):
                for code in ("LSAGENT1", "LSAGENT2"):
                    self.assertEqual(code == warning, code in said, said)


if __name__ == "__main__":
    unittest.main()
