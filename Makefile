# Everything runs in $(VENV), which the first command that needs it creates.
#
#   make demo      a market maker on both simulated venues, live (about 20 seconds)
#   make test      all tests
#   make lint      generated code, ruff, mypy
#   make test-ccxt ccxt's own exchange tests against both venues (about two minutes)
#   make test-freqtrade
#                  freqtrade against the simulator, live and dry (about 6 minutes; Python 3.11 or newer)
#   make bench     speed and memory against ccxt's own woo
#   make docs      the documentation site, in site/index.html
#   make cassettes record the cassettes anew
#   make clean     remove $(VENV) and caches

VENV ?= .venv
FREQTRADE ?= $(VENV)-freqtrade
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.10; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && echo $$python && break; done)
PIP_INSTALL = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test test-ccxt test-freqtrade lint bench docs cassettes clean

help:
	@sed -n 's/^#   //p' Makefile

demo: $(VENV)/.cli
	@$(VENV)/bin/ascendex-woo demo

test: $(VENV)/.dev
	$(VENV)/bin/python -m pytest

test-ccxt: $(VENV)/.dev
	$(VENV)/bin/python -m conformance

lint: $(VENV)/.dev
	$(VENV)/bin/python .ci/unasync.py --check
	$(VENV)/bin/ruff check --output-format concise .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

test-freqtrade: $(FREQTRADE)/.freqtrade
	$(FREQTRADE)/bin/python -m pytest tests/freqtrade
	$(FREQTRADE)/bin/python -m tests.freqtrade

bench: $(VENV)/.dev
	$(VENV)/bin/python -m benchmarks

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict --quiet

cassettes: $(VENV)/.dev
	$(VENV)/bin/python -m tests.cassettes.record

clean:
	rm -rf $(VENV) $(FREQTRADE) .mypy_cache .pytest_cache .ruff_cache .hypothesis site

# freqtrade has an environment of its own: it brings more than a hundred packages.
$(FREQTRADE)/.freqtrade: pyproject.toml
	@$(MAKE) --no-print-directory VENV=$(FREQTRADE) $(FREQTRADE)/.python
	@$(FREQTRADE)/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "freqtrade needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Installing freqtrade and what the tests need (the first time takes about two minutes)"
	@$(FREQTRADE)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,freqtrade]'
	@touch $@

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Python 3.10 or newer is needed; name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# The files .cli, .dev and .docs say which extras are installed; a change of pyproject.toml installs anew.
$(VENV)/.cli: $(VENV)/.python pyproject.toml
	@echo "Installing ccxt and the package (the first time takes about a minute)"
	@$(PIP_INSTALL) --editable '.[cli]'
	@touch $@

$(VENV)/.dev: $(VENV)/.python pyproject.toml
	@echo "Installing ccxt, the package and what the tests need (the first time takes about a minute)"
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.cli

$(VENV)/.docs: $(VENV)/.python pyproject.toml
	@echo "Installing the package and what builds the documentation"
	@$(PIP_INSTALL) --editable '.[docs]'
	@touch $@
