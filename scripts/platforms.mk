# Windows and 64-bit ARM, built and tested on Debian; docs/platforms.md says what that shows.
# Included by the Makefile in the folder above. The first run takes a quarter of an hour.

.PHONY: library-windows
library-windows: setup-windows ## the DLL for 64-bit Windows into dist/windows-x86_64/
	$(in_root) scripts/foreign.sh windows library

.PHONY: library-arm64
library-arm64: setup-arm64 ## the library for Linux on 64-bit ARM into dist/linux-aarch64/
	$(in_root) scripts/foreign.sh arm64 library

.PHONY: test-windows
test-windows: library-windows setup-build ## the tests for Windows, under Wine
	$(in_root) scripts/foreign.sh windows test

.PHONY: test-arm64
test-arm64: library-arm64 setup-build ## the tests for 64-bit ARM, under qemu
	$(in_root) scripts/foreign.sh arm64 test

.PHONY: setup-windows setup-arm64
setup-windows:
	@$(in_root) scripts/setup.sh windows
setup-arm64:
	@$(in_root) scripts/setup.sh arm64
