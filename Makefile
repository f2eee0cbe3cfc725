# The two commands of the project: `make test` and `make demo`. Both need only Python 3.11 or newer, make and git.

unexport PYTHONDONTWRITEBYTECODE  # each module is compiled once, also where a machine says never
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: help environment test demo format docs lock clean

PYTHON ?= python3
SERVE ?= 1
ENVIRONMENT := .venv/.installed

help:  ## say what can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1	\2/p' Makefile | expand -t 22

environment: $(ENVIRONMENT)  ## the virtual environment, from the lock file

$(ENVIRONMENT): requirements.lock pyproject.toml scripts/environment.py
	@$(PYTHON) scripts/environment.py
	@touch $@

test: $(ENVIRONMENT)  ## linters, types, import contracts, all tests on every engine
	@.venv/bin/python scripts/checks.py

demo: $(ENVIRONMENT)  ## a made-up company through the whole line (SERVE=0: no server at the end)
	@.venv/bin/python scripts/demo.py --serve $(SERVE)

format: $(ENVIRONMENT)  ## lay out the code
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .

docs: $(ENVIRONMENT)  ## write the part of the reference that comes from the code
	@.venv/bin/python scripts/reference.py

lock: $(ENVIRONMENT)  ## choose the newest versions that pyproject.toml allows, with their hashes
	@.venv/bin/python scripts/lock.py

clean:  ## remove what was installed, cached and made by the demo
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis demo
