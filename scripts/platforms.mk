# Windows and 64-bit ARM, built and tested on Debian; docs/platforms.md says what that shows.
# Included by the Makefile in the folder above. The first run takes a quarter of an hour.

test-windows: PLATFORM := x86_64-pc-windows-gnu
test-arm64: PLATFORM := aarch64-unknown-linux-gnu

.PHONY: test-windows
test-windows: binaries ## the tests for Windows, under Wine
	$(in_root) scripts/foreign.sh test $(PLATFORM)

.PHONY: test-arm64
test-arm64: binaries ## the tests for 64-bit ARM, under qemu
	$(in_root) scripts/foreign.sh test $(PLATFORM)
