# make run · test · check · bench · soak: each sets up what it needs, on a machine with Python 3.11+, git and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
WORKERS ?= 3 # tests wait for servers and browsers half of their time
PO := $(wildcard training_app/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)

.PHONY: help setup run test check bench soak picture icons format browser

help:
	@echo "make run      set up, and serve on http://127.0.0.1:8000"
	@echo "make test     set up, and run every test (browser and both databases included)"
	@echo "make check    lint, types, rules of the house, templates and translations"
	@echo "make bench    measure what speed is claimed, as ratios"
	@echo "make soak     tablets in a bad network, browsers and servers killed: every answer there once (an hour)"
	@echo "make setup    set up and do nothing else, for a service"
	@echo "make format   put the code in the house's form"

setup: .venv/runtime.stamp $(MO)

run: .venv/runtime.stamp $(MO)
	@exec $(BIN)/flask --app training_app serve

test: .venv/dev.stamp $(MO) browser
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/dev.stamp $(MO)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/architecture tests/web/test_templates.py
	$(BIN)/flask --app training_app scenarios check

bench: .venv/dev.stamp $(MO) browser
	$(BIN)/python -m benchmarks

soak: .venv/dev.stamp $(MO) browser
	$(BIN)/python -m tests.soak $(ARGS)

picture: .venv/dev.stamp $(MO) browser
	$(BIN)/python -m docs.picture

icons: .venv/dev.stamp browser
	$(BIN)/python -m docs.icons

format: .venv/dev.stamp
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

browser: .venv/dev.stamp
	@sh tests/browser/install.sh

$(BIN)/python:
	@echo "Making .venv …"
	@python=$$(for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; break; fi; done); \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed; install it and run make again." >&2; exit 1; fi; \
	"$$python" -m venv .venv || { rm -rf .venv; \
	  echo "Python's venv module is needed: apt-get install python3-venv, then run make again." >&2; exit 1; }

.venv/runtime.stamp: requirements.txt | $(BIN)/python
	@if [ ! -e .venv/dev.stamp ]; then echo "Installing what Regulars needs (about half a minute) …"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt; fi
	@touch $@

.venv/dev.stamp: requirements-dev.txt | $(BIN)/python
	@echo "Installing what the tests need (about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

%.mo: %.po | .venv/runtime.stamp
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

