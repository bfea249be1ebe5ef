# `make fleet`: a million devices on a morning, by the shipped rules. Included by the Makefile in the folder above.

.PHONY: fleet
fleet: setup-build ## simulates a million starts at nine; writes the plots and the table of docs/fleet.md
	$(in_root) $(CARGO) run --locked --quiet --package lsagent-fleet -- docs
