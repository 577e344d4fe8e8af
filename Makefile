# `make build` and `make test` are all that a newcomer needs; the rest is for daily work.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

BROWSER := website/browser
MODULES := $(BROWSER)/node_modules/.ready

.PHONY: build test check fmt bench docs serve readme lock clean
.DELETE_ON_ERROR:

build: $(READY)
	$(BIN)/strikelog build

test: $(READY) $(MODULES)
	$(BIN)/ruff check src tests benchmarks website
	$(BIN)/mypy
	$(NPM) run --silent types
	$(NPM) test --silent
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(READY)
	$(BIN)/strikelog check
	$(BIN)/frictionless validate datapackage.json

fmt: $(READY)
	$(BIN)/strikelog fmt

bench: docs
	$(BIN)/python benchmarks/run.py; status=$$?; $(BIN)/python benchmarks/console.py && exit $$status

docs: build $(MODULES)
	$(BIN)/python -m website
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

serve: docs
	$(BIN)/python -m website.serve

readme: build
	$(BIN)/python -m website.pictures.overview
	$(BIN)/python -m website.readme

# Without ensurepip, so that Debian's python3 and python3-pip suffice.
$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Node.js comes with the environment, from a locked wheel.
NPM := PATH="$(abspath $(BIN)):$$PATH" npm --prefix $(BROWSER)
$(MODULES): $(READY) $(BROWSER)/package-lock.json
	$(NPM) ci --silent --no-update-notifier
	touch $@

# Needs uv; writes versions and hashes, and no address.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml --output-file requirements.txt

clean:
	rm -rf $(VENV) dist .dist.* build site $(BROWSER)/node_modules .pytest_cache .hypothesis .mypy_cache .ruff_cache
