# `make bench`: what lsagent costs, beside an empty program and a client written by hand.
# Included by the Makefile beside it in the root folder; takes a few minutes.

.PHONY: bench
bench:
	cargo rustc --quiet --lib --release --package lsagent --crate-type cdylib,staticlib
	cargo build --quiet --release --package lsagent-sandbox
	python3 benches/run.py
