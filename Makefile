# `make build` and `make test` are all that a newcomer needs; the rest is for daily work.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: build test check fmt bench docs lock clean
.DELETE_ON_ERROR:

build: $(READY)
	$(BIN)/strikelog build

test: $(READY)
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/strikelog check
	$(BIN)/frictionless validate datapackage.json

fmt: $(READY)
	$(BIN)/strikelog fmt

bench: $(READY)
	$(BIN)/python benchmarks/run.py

docs: $(READY)
	$(BIN)/python docs/generate.py
	$(BIN)/mkdocs build --strict

# Without ensurepip, so that Debian's python3 and python3-pip suffice.
$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Needs uv; writes versions and hashes, and no address.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml --output-file requirements.txt

clean:
	rm -rf $(VENV) dist .dist.* build site docs/reference .pytest_cache .hypothesis .mypy_cache .ruff_cache
