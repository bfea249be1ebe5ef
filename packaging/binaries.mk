# `make binaries`: the library for every platform of packaging/binaries/platforms.txt, built on this machine.
# Included by the Makefile in the folder above.

# One or several of them. `make test` installs none of their tools.
PLATFORM ?= $(shell $(in_root) sed -n 's/^\([^ \#]*\) .*/\1/p' packaging/binaries/platforms.txt)

.PHONY: binaries
binaries: ## the library for all platforms, or for PLATFORM, into dist/binaries/
	$(in_root) packaging/binaries/build.sh $(target)/binaries $(PLATFORM)

.PHONY: binaries-lint
binaries-lint: ## the warnings of the compiler and of clippy for these platforms, whose source this machine does not compile
	$(in_root) packaging/binaries/build.sh --lint $(target)/binaries $(PLATFORM)

.PHONY: binaries-test
binaries-test: setup-build ## what `make binaries` made for them: what it exports, needs and tells
	$(in_root) LSAGENT_PLATFORMS="$(PLATFORM)" $(CARGO) test --locked --package lsagent-binaries --features built --test files

.PHONY: binaries-run
binaries-run: ## the same at work, where this machine can run it: in older systems, under qemu and under Wine; as root
	$(in_root) for platform in $(PLATFORM); do scripts/foreign.sh run $$platform || exit 1; done

.PHONY: binaries-reproducible
binaries-reproducible: binaries ## the same once more from another folder: the same bytes; takes as long as `make binaries`
	$(in_root) packaging/binaries/reproduce.sh $(target)/binaries $(PLATFORM)
