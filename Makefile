# What can be done with this repository; `make` lists it. GNU make.

# The recipes run here, wherever make was called from. What they call takes its own share of the processors:
# it cannot reach the jobs of this make, and would complain of that.
root := $(dir $(lastword $(MAKEFILE_LIST)))
in_root := cd "$(root)" && unset MAKEFLAGS MFLAGS &&
CARGO ?= cargo
CC ?= cc
CFLAGS ?= -O2 -Wall -Wextra -Wpedantic
target := $(or $(CARGO_TARGET_DIR),target)
examples := $(basename $(notdir $(wildcard $(root)examples-c/*.c)))

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /make \1\t/p' $(addprefix ",$(addsuffix ",$(MAKEFILE_LIST))) | expand -t 16

.PHONY: build
build: library ## the release library into dist/, after a look whether the header is up to date
	$(in_root) $(CARGO) test --quiet --locked --package lsagent --test header

.PHONY: library
library: setup-build
	$(in_root) CARGO="$(CARGO)" scripts/library.sh
	$(in_root) ln -sf liblsagent.so $(target)/release/liblsagent.so.0
	$(in_root) mkdir -p dist/lib dist/include
	$(in_root) install -m 644 $(target)/release/liblsagent.a dist/lib/
	$(in_root) install -m 755 $(target)/release/liblsagent.so dist/lib/liblsagent.so.0
	$(in_root) ln -sf liblsagent.so.0 dist/lib/liblsagent.so
	$(in_root) install -m 644 include/lsagent.h dist/include/

.PHONY: examples
examples: library ## the C examples into dist/bin/
	$(in_root) mkdir -p dist/bin
	$(in_root) for example in $(examples); do \
	    $(CC) -std=c99 $(CFLAGS) -I dist/include examples-c/$$example.c -o dist/bin/$$example \
	        -L dist/lib -llsagent -Wl,-rpath,'$$ORIGIN/../lib' || exit 1; \
	done

.PHONY: demo
demo: examples ## the examples at work, against a sandbox on this machine
	$(in_root) $(CARGO) build --locked --release --package lsagent-sandbox
	@$(in_root) examples-c/demo.sh $(target)/release/lsagent-sandbox dist/bin

# The newest compiler knows warnings that the tested one did not; they are shown, and stop nobody.
tested_rust = $(shell sed -n 's/^rust-version = "\(.*\)"/\1/p' "$(root)Cargo.toml")
deny_warnings = $(if $(findstring rustc $(tested_rust).,$(shell rustc --version)),-- -D warnings)

tests := --locked --workspace --features lsagent/system-tests,lsagent/fuzzing

# All tests get the sandbox that was built along with those of the library: built by itself, it would be
# built anew, with other features of the crates that both need. What does not need each other runs side by
# side: the release library is linked by one processor for long, packages are fetched, tests wait. What is built
# for the first time is not prepared to be built again in part, which would cost a fifth more.
.PHONY: test
test: setup-all ## everything that must hold
	$(in_root) $(CARGO) fmt --all --check
	+cd "$(root)" && env $$(test -d $(target)/debug || echo CARGO_INCREMENTAL=0) \
	    LSAGENT_SANDBOX="$$(realpath -m $(target)/debug/lsagent-sandbox)" \
	    LSAGENT_COMMAND="$$(realpath -m $(target)/debug/lsagent)" \
	    $(MAKE) --no-print-directory --keep-going --jobs=$(side_by_side) tests built_sandbox=rust-programs

side_by_side = $(shell expr $$(nproc) + 1)

cargo_test = $(in_root) RUST_TEST_THREADS="$${RUST_TEST_THREADS:-$(test_threads)}" $(CARGO) test $(tests) --no-fail-fast

.PHONY: tests
tests: deny lint-workflows test-packages

# With the bindings as they were built: the scenarios run in each.
.PHONY: test-rust
test-rust: rust-programs library csharp python-venv
	$(cargo_test) -- --skip install::

# What the other leaves out, and last: it makes dist/ anew, which all others look at.
.PHONY: test-packages
test-packages: test-rust test-python test-csharp
	$(cargo_test) install::

# Where there is nothing but Rust, on any system: without what needs other programs, and without the bindings.
.PHONY: test-native
test-native: ## the crates' own tests, on whatever system this is
	$(in_root) $(CARGO) test --locked --workspace --no-fail-fast

# More than there are processors: many of the tests wait for time to pass, or for a server.
test_threads = $(shell expr 2 \* $$(nproc))

.PHONY: rust-programs
rust-programs: setup-build
	$(in_root) $(CARGO) clippy --locked --workspace --all-targets --all-features $(deny_warnings)
	$(in_root) $(CARGO) test $(tests) --no-run

# For what is tested by itself.
.PHONY: sandbox
sandbox: setup-build $(built_sandbox)
	$(in_root) test -n "$$LSAGENT_SANDBOX" || $(CARGO) build --locked --release --package lsagent-sandbox

.PHONY: soak
soak: setup-build ## minutes of kill -9, of many processes on one store, and of a server that misbehaves
	$(in_root) $(CARGO) test --locked --package lsagent --features soak --test it soak:: -- \
	    --nocapture --test-threads=1

.PHONY: lint
lint: setup-test ## the compiler's and clippy's warnings
	$(in_root) $(CARGO) clippy --locked --workspace --all-targets --all-features $(deny_warnings)

.PHONY: fmt
fmt: setup-test ## the source in its usual form
	$(in_root) $(CARGO) fmt --all

.PHONY: header
header: generate ## the same: include/lsagent.h from the source

.PHONY: lock
lock: setup-build ## the locks of the tools from Python's registry; LOCK=--upgrade takes newer ones
	$(in_root) scripts/lock.sh $(target) $(LOCK)

.PHONY: generate
generate: setup-build ## the fields of abi/fields.toml, the header, and the code that is made from both
	$(in_root) $(CARGO) run --quiet --locked --package lsagent-abi

.PHONY: clean
clean: ## nothing left of what was built
	$(in_root) $(CARGO) clean --quiet
	$(in_root) rm -rf dist

.PHONY: setup-build setup-test
setup-build:
	@$(in_root) scripts/setup.sh build
setup-test: setup-build
	@$(in_root) scripts/setup.sh test $(test_groups)

# All at once, and before anything runs side by side: there is one lock on the system's packages.
test_groups = cpp browser secrets
.PHONY: setup-all
setup-all:
	@$(in_root) scripts/setup.sh build test $(test_groups) $(all_groups)

include $(root)benches/bench.mk
include $(wildcard $(root)bindings/*/*.mk $(root)command/*.mk $(root)fleet/*.mk $(root)packaging/*.mk $(root)docs/*.mk $(root)scripts/*.mk)
