# The few commands of the project; each one line of help below.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STORIES := examples/state-visit.txt examples/sanctions.html examples/border-clash.txt \
           examples/trade-deal.html examples/summit.txt examples/protest.json
GOLD ?= $(or $(DRAGOMAN_SHARED),../shared)/data

.PHONY: help demo test check score bench ontologies clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.ready ## install, read the example stories, show their records, write pages into demo/
	@$(BIN)/dragoman read --quiet --format cards $(STORIES)
	@$(BIN)/dragoman read --quiet --format html --out demo/ $(STORIES)
	@echo "The same as pages, with the evidence marked in the story:"
	@for page in demo/*.html; do echo "  file://$(CURDIR)/$$page"; done

test: $(VENV)/.ready-dev browser server exchange check ## install all that the tests need, then run every check
	$(BIN)/python -m pytest

check: $(VENV)/.ready-dev ## style and types alone
	$(BIN)/ruff check .
	$(BIN)/mypy

score: $(VENV)/.ready ## measure the reader on the gold files under GOLD (../shared/data)
	$(BIN)/dragoman score --part dev $(GOLD)/annotated/voa.jsonl $(GOLD)/annotated/press.jsonl \
	  $(GOLD)/polnear/dev.jsonl $(GOLD)/plv/train.jsonl $(GOLD)/actors/dev.jsonl

bench: $(VENV)/.ready ## words a second, cold start and memory of a whole reading
	$(BIN)/python -m dragoman.learn.bench

ontologies: $(VENV)/.ready ## learn the two example codebooks and score them on held-out stories
	@for name in cyber trade; do \
	  $(BIN)/dragoman learn examples/ontologies/$$name.yaml --format text \
	    --test examples/ontologies/$$name.test.yaml || exit 1; done

clean: ## remove what the commands above made
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: PYTHON=/path/to/python3.11 make"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); $(call apt,python3-venv); \
	  $(PYTHON) -m venv $(VENV); }

$(VENV)/.ready: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $@ $(VENV)/.ready

# The browser in which the pages are tested; without it (and without the right to install it) those
# tests skip and say so.
.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	  || command -v google-chrome >/dev/null || { $(call apt,chromium); } \
	  || echo "no browser: its tests will be skipped"

# The database server that the ledger's tests start for themselves, on the same terms.
.PHONY: server
server:
	@command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 \
	  || { $(call apt,postgresql); } || echo "no PostgreSQL server: its tests will be skipped"

# FollowTheMoney's own library, with which its export is checked: it compiles against ICU.
.PHONY: exchange
exchange: $(VENV)/.ready-dev
	@$(BIN)/python -c 'import followthemoney' 2>/dev/null || { $(call apt,g++ libicu-dev pkg-config python3-dev); \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[exchange]'; } \
	  || echo "no followthemoney: its tests will be skipped"

# Install a Debian package where we may: as root, or by sudo without a password.
define apt
run=; [ "$$(id -u)" = 0 ] || run="sudo -n"; \
command -v apt-get >/dev/null && $$run apt-get install -y -qq $(1) >/dev/null 2>&1 \
|| { $$run apt-get update -qq && $$run apt-get install -y -qq $(1) >/dev/null; }
endef
