# Every recipe ends in exec, so that Ctrl-C and SIGTERM reach the program itself.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help setup demo test check checks assets bench

help:
	@echo "make demo    set up, and open a community with a year of life in it"
	@echo "make test    set up, and run the checks and the tests"
	@echo "make setup   set up only"
	@echo "make check   the checks only: style, types, the street, templates, migrations, assets"
	@echo "make bench   measure what pages, the box and the count cost (a quarter of an hour)"
	@echo "make assets  compile the style sheet from its sources"

setup:
	@exec $(PYTHON) deploy/set_up.py

demo:
	@$(PYTHON) deploy/set_up.py --for demo
	@exec $(RUN) manage.py demo

test:
	@$(PYTHON) deploy/set_up.py --for test
	@$(MAKE) --no-print-directory checks
	@exec $(RUN) -m pytest -n auto --dist worksteal $(PYTEST)

check: setup
	@exec $(MAKE) --no-print-directory checks

checks:
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/lint-imports --no-cache
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/djlint templates --lint --quiet
	$(RUN) assets/build.py --check
	$(RUN) manage.py check
	$(RUN) manage.py makemigrations --check --dry-run
	$(RUN) -m pytest -q tests/architecture
	exec $(BIN)/mypy

assets: setup
	@exec $(RUN) assets/build.py

bench:
	@$(PYTHON) deploy/set_up.py --for test
	@exec $(RUN) -m bench
