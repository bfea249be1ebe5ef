# `make command`: the program `lsagent`, with the library inside. Included by the Makefile in the folder above.

.PHONY: command
command: setup-build ## the command lsagent into dist/bin/, with its man pages and completions in dist/share
	$(in_root) CARGO="$(CARGO)" scripts/command.sh
	$(in_root) mkdir -p dist/bin dist/share/man/man1 dist/share/completions
	$(in_root) install -m 755 $(target)/release/lsagent dist/bin/
	$(in_root) install -m 644 command/man/*.1 dist/share/man/man1/
	$(in_root) install -m 644 command/completions/* dist/share/completions/

.PHONY: command-pages
command-pages: setup-build ## the man pages and completions of the command, from its arguments
	$(in_root) LSAGENT_WRITE_PAGES=1 $(CARGO) test --quiet --locked --package lsagent-command --test it pages::
