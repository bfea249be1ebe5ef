# The C# binding. Included by the Makefile in the root folder; the recipes run there.
#
# It is compiled by mcs, and run by Mono and by Microsoft's .NET Core runtime, which pip brings. A .NET SDK
# is not needed; who has one builds src/LsAgent/LsAgent.csproj.

csharp := bindings/csharp
csharp_out := $(target)/csharp
csharp_bin := $(csharp_out)/bin
csharp_sources := $(wildcard $(root)$(csharp)/src/LsAgent/*.cs)
csharp_tests := $(filter-out %/ScenarioRunner.cs,$(wildcard $(root)$(csharp)/tests/*.cs))
csharp_examples := $(basename $(notdir $(wildcard $(root)$(csharp)/examples/*.cs)))
csharp_version = $(shell sed -n 's/^version = "\(.*\)"/\1/p' "$(root)Cargo.toml" | head -n 1)
# 7.2 is the newest that mcs knows by number; the project file says 7.3.
mcs := mcs -nologo -langversion:7.2 -warn:4 -warnaserror -debug-

.PHONY: csharp
csharp: setup-csharp ## the C# assembly, its tests, examples and scenario runner into target/csharp/bin/
	$(in_root) mkdir -p $(csharp_bin)
	$(in_root) sed 's/@version@/$(csharp_version)/' $(csharp)/src/LsAgent/AssemblyInfo.cs.in > $(csharp_out)/AssemblyInfo.cs
	$(in_root) $(mcs) -unsafe -target:library -doc:$(csharp_bin)/LsAgent.xml -out:$(csharp_bin)/LsAgent.dll \
	    $(csharp_out)/AssemblyInfo.cs $(csharp)/src/LsAgent/*.cs
	$(in_root) $(mcs) -unsafe -r:System.dll -r:System.Core.dll -r:$(csharp_bin)/LsAgent.dll -out:$(csharp_bin)/Tests.exe \
	    $(patsubst $(root)%,%,$(csharp_tests))
	$(in_root) $(mcs) -r:System.Core.dll -r:$(csharp_bin)/LsAgent.dll -out:$(csharp_bin)/ScenarioRunner.exe \
	    $(csharp)/tests/ScenarioRunner.cs
	$(in_root) for example in $(csharp_examples); do \
	    $(mcs) -r:$(csharp_bin)/LsAgent.dll -out:$(csharp_bin)/$$example.exe \
	        $(csharp)/examples/$$example.cs || exit 1; \
	done
	$(in_root) for program in Tests ScenarioRunner $(csharp_examples); do \
	    cp $(csharp)/tests/runtimeconfig.json $(csharp_bin)/$$program.runtimeconfig.json; \
	done

.PHONY: test-csharp
test-csharp: csharp nuget sandbox ## the C# binding, its package and its examples, under Mono and under .NET Core
	$(in_root) export LSAGENT_SANDBOX="$${LSAGENT_SANDBOX:-$$(realpath $(target)/release/lsagent-sandbox)}" && \
	    for runtime in mono dotnet; do \
	        echo "== $$runtime" && $(csharp)/run-$$runtime.sh Tests.exe || exit 1; \
	    done && \
	    python3 -m unittest discover --start-directory $(csharp)/tests

.PHONY: nuget
nuget: csharp library ## dist/nuget/LsAgent.VERSION.nupkg, with the native library for this machine
	$(in_root) SOURCE_DATE_EPOCH=$(source_date_epoch) python3 $(csharp)/nuget.py $(csharp_version)

.PHONY: nuget-all
nuget-all: csharp ## dist/portable/nuget/LsAgent.VERSION.nupkg, with the native libraries of all platforms in dist/binaries
	$(in_root) SOURCE_DATE_EPOCH=$(source_date_epoch) python3 $(csharp)/nuget.py --all $(csharp_version)

all_groups += csharp
.PHONY: setup-csharp
setup-csharp: setup-build
	@$(in_root) scripts/setup.sh csharp
	@$(in_root) scripts/venv.sh $(csharp_out)/venv $(csharp)/requirements.txt
