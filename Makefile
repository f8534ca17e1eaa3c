# Everything a person or a machine does with Surau. `make help` lists it.

# The system's own Python where it is new enough: it is mended with the system, and Debian's does a sixth more in the same
# time than one that was built as a shared library. Otherwise the first of the others, or the one named by PYTHON=.
PYTHON ?= $(shell for one in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do \
	"$$one" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$one" && break; done)
VENV := .venv
BIN := $(VENV)/bin
MAKE_VENV = { test -n "$(PYTHON)" || { echo "Surau needs Python 3.11 or newer with its venv module (Debian: apt-get install python3-venv)." >&2; exit 1; }; \
	$(PYTHON) -m venv $(VENV); }
# Compiled once, where it may be written: the services run on a folder that they only read. The web server runs without
# the docstrings of all that it loads (-OO), which is a twentieth of its memory.
COMPILED := $(BIN)/python -m compileall -q app config.py wsgi.py && $(BIN)/python -OO -m compileall -q -j 2 app config.py $(VENV)/lib
FLASK := $(BIN)/flask --app wsgi

.DEFAULT_GOAL := help
.PHONY: help setup run serve worker test shuffle check fmt i18n seed bench upgrade courses-report clean

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.ready: requirements.txt
	@test -x $(BIN)/python || $(MAKE_VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(COMPILED)
	@touch $@

$(VENV)/.ready-dev: requirements.txt requirements-dev.txt
	@test -x $(BIN)/python || $(MAKE_VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(COMPILED)
	@touch $@ $(VENV)/.ready

setup: $(VENV)/.ready ## Virtual environment and pinned packages

run: $(VENV)/.ready ## The demonstration: data, web and worker on 127.0.0.1, ended by Ctrl-C
	@SURAU_MODE=demo exec $(BIN)/python -m app.run

serve: $(VENV)/.ready ## The real thing: refuses demo accounts, a missing secret, an address without https
	@SURAU_MODE=serve exec $(BIN)/python -m app.run

worker: $(VENV)/.ready ## Only the worker (one is already part of run and serve)
	@exec $(BIN)/python -m app.worker

seed: $(VENV)/.ready ## Work units, trainings and the demo class, without starting anything
	@SURAU_MODE=demo $(BIN)/python -m app.run --prepare

upgrade: $(VENV)/.ready ## Backup, migrate, check; back to the backup when the check fails
	@$(COMPILED)
	@SURAU_MODE=serve $(FLASK) upgrade

check: $(VENV)/.ready-dev ## Lint, types, architecture contracts
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fmt: $(VENV)/.ready-dev ## Format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

test: $(VENV)/.ready-dev check ## Everything: contracts, SQLite, PostgreSQL, journeys in a real browser
	@sh .ci/browser
	@$(BIN)/pytest -n 2 -p no:randomly -m "not journey"
	@$(BIN)/pytest -n 2 -p no:randomly -m engines --engine postgresql
	@$(BIN)/pytest -n 2 --dist loadfile -p no:randomly -m journey

shuffle: $(VENV)/.ready-dev ## The tests of one engine in random order: finds those that lean on one another
	@$(BIN)/pytest -n 2 -m "not journey"

bench: $(VENV)/.ready-dev ## Speed of the pages on a class of 1,000
	@$(BIN)/python -m tests.bench

i18n: $(VENV)/.ready ## Collect the sentences for translation
	@$(BIN)/pybabel -q extract -F babel.cfg -k lazy -k mark -k _ -k ngettext:1,2 --no-location --sort-output --omit-header -o app/translations/surau.pot app templates
	@test -f app/translations/en/LC_MESSAGES/messages.po || $(BIN)/pybabel -q init -l en -i app/translations/surau.pot -d app/translations
	@$(BIN)/pybabel -q update -N --omit-header -l en -i app/translations/surau.pot -d app/translations
	@$(BIN)/pybabel -q compile -f -d app/translations

courses-report: $(VENV)/.ready ## A table per module: words, minutes, items, figures, findings
	@$(FLASK) courses report

clean: ## Forget caches; data in var/ stays
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
