# The Python package: its wheel, its tests, and what a start-up with it costs.
# Included by the Makefile two folders above.

PYTHON ?= python3
python := bindings/python
# The tools that build and check are one environment, what is tested another, which begins empty.
python_tools := target/python/tools
python_venv := target/python/venv

.PHONY: wheel
wheel: library python-tools ## the Python wheel into dist/wheels/
	$(in_root) rm -rf dist/wheels && mkdir -p dist/wheels
	$(in_root) SOURCE_DATE_EPOCH=$(source_date_epoch) LSAGENT_LIBRARY="$$PWD/dist/lib/liblsagent.so.0" $(python_tools)/bin/python -m build \
	    --wheel --no-isolation --outdir dist/wheels $(python)

.PHONY: wheels
wheels: python-tools ## a wheel for each platform that is in dist/binaries, into dist/portable/wheels/
	$(in_root) SOURCE_DATE_EPOCH=$(source_date_epoch) $(python_tools)/bin/python packaging/wheels.py

.PHONY: python-tools
python-tools: setup-python
	$(in_root) PYTHON="$(PYTHON)" scripts/venv.sh $(python_tools) $(python)/requirements.txt

# The wheel goes alone into an empty environment, without an index to get anything else from.
.PHONY: python-venv
python-venv: wheel
	$(in_root) $(PYTHON) -m venv --clear $(python_venv)
	$(in_root) $(python_venv)/bin/pip install --quiet --no-index dist/wheels/lsagent-*.whl
	$(in_root) scripts/venv.sh --into $(python_venv) $(python)/requirements.txt

.PHONY: lint-python
lint-python: python-tools
	$(in_root) tools="$$PWD/$(python_tools)/bin" && cd $(python) && \
	    "$$tools/ruff" format --check --quiet . && "$$tools/ruff" check --quiet . && "$$tools/mypy"

.PHONY: test-python
test-python: lint-python python-venv sandbox ## the Python package, from its wheel, against a sandbox
	$(in_root) LSAGENT_WHEEL="$$(ls "$$PWD"/dist/wheels/lsagent-*.whl)" \
	    LSAGENT_SANDBOX="$${LSAGENT_SANDBOX:-$$(realpath $(target)/release/lsagent-sandbox)}" \
	    $(python_venv)/bin/python -X dev -m pytest --quiet --config-file $(python)/pyproject.toml \
	    $(python)/tests

.PHONY: bench-python
bench-python: python-venv ## what a start-up with the Python package costs, beside its imports alone
	$(in_root) $(CARGO) build --locked --quiet --release --package lsagent-sandbox
	$(in_root) $(python_venv)/bin/python benches/python.py

all_groups += python
.PHONY: setup-python
setup-python: setup-build
	@$(in_root) scripts/setup.sh python
