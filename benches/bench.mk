# `make bench`: what lsagent costs, beside an empty program and a client written by hand.
# Included by the Makefile in the folder above; takes a few minutes.

.PHONY: bench
bench: library setup-bench ## what a start-up, a call and large answers cost, beside a client written by hand
	$(in_root) $(CARGO) build --locked --quiet --release --package lsagent-sandbox
	$(in_root) python3 benches/run.py
	+cd "$(root)" && $(MAKE) --no-print-directory bench-python

.PHONY: startup-order
startup-order: library setup-bench ## scripts/startup.ld: what a start-up runs, for the linker
	$(in_root) $(CARGO) build --locked --quiet --release --package lsagent-sandbox
	$(in_root) python3 benches/startup_order.py

.PHONY: setup-bench
setup-bench:
	@$(in_root) scripts/setup.sh bench
