# `make install` and `make uninstall`, as GNU's conventions have them, and `make dist`, the release
# archive. Included by the Makefile in the folder above.

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
CMAKEDIR ?= $(LIBDIR)/cmake/lsagent
DESTDIR ?=

install_to = PREFIX='$(PREFIX)' LIBDIR='$(LIBDIR)' INCLUDEDIR='$(INCLUDEDIR)' \
    CMAKEDIR='$(CMAKEDIR)' DESTDIR='$(DESTDIR)'

# What has been built is installed as it is, so that `make build && sudo make install` needs no Rust
# where root has none.
.PHONY: install
install: $(root)dist/lib/liblsagent.so.0 ## libraries, headers, pkg-config and CMake files into PREFIX
	$(in_root) $(install_to) packaging/install.sh install

.PHONY: uninstall
uninstall: ## nothing left of what `make install` with the same variables installed
	$(in_root) $(install_to) packaging/install.sh uninstall

$(root)dist/lib/liblsagent.so.0:
	+cd "$(root)" && $(MAKE) library

# The bindings' packages, which their own targets put into dist/wheels and dist/nuget.
binding_packages := $(if $(wildcard $(root)bindings/python/*.mk),wheel)
binding_packages += $(if $(wildcard $(root)bindings/csharp/*.mk),nuget)

# The time of everything in a package, so that the same commit gives the same bytes. Not exported: to
# cargo it would be another environment, in which C code is built anew.
source_date_epoch = $(or $(SOURCE_DATE_EPOCH),$(shell $(in_root) git log -1 --format=%ct 2>/dev/null))

# The portable library of `make binaries` where it is there, which asks for less of the system than that of
# `make library`. COMMAND names the program that goes along, where it is not to be built as it is shipped.
.PHONY: dist
dist: library sbom-tools $(binding_packages) $(if $(COMMAND),,command) ## the release archive for this machine into dist/
	$(in_root) SOURCE_DATE_EPOCH=$(source_date_epoch) packaging/dist.sh $(target)/packaging host

# All that `make binaries` has built; this machine's is `make dist`.
built_platforms = $(notdir $(wildcard $(root)dist/binaries/*))
host_platform = $(shell rustc -vV | sed -n 's/^host: //p')

.PHONY: archives
archives: sbom-tools ## the release archive of each other platform that is in dist/binaries into dist/
	$(in_root) SOURCE_DATE_EPOCH=$(source_date_epoch) packaging/dist.sh $(target)/packaging \
	    $(filter-out $(host_platform),$(built_platforms))

# Everything that is published, in one folder; its SHA256SUMS is what is signed.
.PHONY: release
release: wheels nuget-all ## archives, wheels and the NuGet package of all platforms into dist/release/
	+cd "$(root)" && $(MAKE) --no-print-directory dist && $(MAKE) --no-print-directory archives
	$(in_root) packaging/release.sh

sbom_python := $(target)/packaging/venv

.PHONY: sbom-tools
sbom-tools: setup-install
	$(in_root) scripts/venv.sh $(sbom_python) packaging/requirements.txt

.PHONY: test-install
test-install: library setup-test setup-install ## programs built from the installed tree and from the release archive
	$(in_root) $(CARGO) test --locked --package lsagent --features system-tests --test it install::

.PHONY: test-conan
test-conan: library setup-install ## the Conan package, and a program that takes it
	$(in_root) scripts/venv.sh $(target)/packaging/conan-venv packaging/conan/requirements.txt
	$(in_root) CONAN="$$(realpath $(target)/packaging/conan-venv/bin/conan)" \
	    packaging/conan/test.sh $(target)/packaging/conan

# What is packaged belongs to everything that must hold.
all_groups += install

.PHONY: setup-install
setup-install: setup-build
	@$(in_root) scripts/setup.sh install
