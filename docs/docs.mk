# `make docs`: the API reference. Included by the Makefile in the folder above.

.PHONY: docs
docs: setup-docs ## the API reference, from the header, into target/docs/html
	$(in_root) docs/build.sh $(target)/docs

all_groups += docs

.PHONY: setup-docs
setup-docs:
	@$(in_root) scripts/setup.sh docs
