# The ways to set up, run and prove virtual-branch. `make run` and `make test` need nothing but
# make, Python 3.11 and (for the tests, as root) Debian's package manager; everything else they fetch.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
NPM := $(BIN)/python tools/web.py
CLIENT := server/vbranch/web/static/index.html
MODELS := $(shell find assets -name '*.glb' 2>/dev/null)
# The font is made of the texts of the demo branch and of the scenes.
TEXTS := $(MODELS) $(wildcard branches/*/branch.toml scenes/*/scene.toml)
CLIENT_SOURCES := $(TEXTS) $(shell find web_client -path web_client/node_modules -prune -o -type f -print 2>/dev/null)

.PHONY: run test test-all check bench arrival fuzz pictures clean lock dist help
help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run $(CLIENT) ## Set up what is missing and start the demo branch (LAN=1 for headsets and phones)
	@$(BIN)/vbranch serve $(if $(LAN),--lan) $(ARGS)

test: check test-fast ## All checks and the fast tests

# The browser's tests are a run of their own: its driver keeps an event loop in the main thread.
FAST := $(BIN)/pytest -m "not slow"
SLOW := $(BIN)/pytest -m slow
test-fast: $(VENV)/.dev $(CLIENT) $(VENV)/.system
	$(FAST) -n 2 --dist loadfile --ignore tests/e2e
	$(FAST) tests/e2e

test-all: test ## As test, and the kills, the full browser matrix, the soaks
	$(SLOW) --ignore tests/e2e
	$(SLOW) tests/e2e

check: $(VENV)/.dev web_client/node_modules/.stamp scenes/node_modules/.stamp ## Linters, types, layers, generated files, models
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(NPM) web_client run gen:check
	$(NPM) web_client run check
	$(NPM) scenes run validate -- $(abspath $(MODELS))

bench: $(VENV)/.dev $(CLIENT) ## Compare with other servers, 30 minutes (ARGS="--help": how to run a part)
	cd tests/load && ../../$(BIN)/python -m bench $(ARGS)

SECONDS ?= 600
fuzz: $(VENV)/.fuzz ## Fuzz frames, poses and messages, guided by coverage (SECONDS=600 in all)
	$(BIN)/python tests/fuzz/fuzz.py --seconds $(SECONDS)

pictures: $(VENV)/.dev $(CLIENT) $(VENV)/.system ## Pictures of the lobby into docs/pictures/ (ARGS="entrance phone")
	$(BIN)/python tools/pictures.py $(ARGS)

arrival: $(VENV)/.dev $(CLIENT) $(VENV)/.system ## How long a first visit takes on a line of 10 Mbit/s, and what comes over it
	$(BIN)/python tools/arrival.py $(ARGS)

dist: $(VENV)/.dev ## A wheel with the client in it, under dist/
	$(BIN)/python -m hatchling build -t wheel

lock: ## Newest versions into constraints.txt (then run the tests)
	rm -rf .cache/lock && $(PYTHON) -m venv .cache/lock
	.cache/lock/bin/pip install -q -r tools/build-requirements.txt
	.cache/lock/bin/pip install -q --no-build-isolation -e '.[dev,fuzz]'
	(echo '# Every version that is installed; made by `make lock`.'; \
	  .cache/lock/bin/pip freeze --all --exclude-editable | grep -viE '^(pip|setuptools|virtual-branch)\b') > constraints.txt

clean: ## Remove everything that was made (not the data folder)
	rm -rf $(VENV) .cache build dist web_client/node_modules scenes/node_modules server/vbranch/web/static

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "virtual-branch needs Python 3.11 or later"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || tools/system-packages python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt tools/build-requirements.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -r tools/build-requirements.txt
	$(PIP) install -c constraints.txt --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(PIP) install -c constraints.txt --no-build-isolation -e '.[dev]'
	@touch $@

$(VENV)/.fuzz: $(VENV)/.dev
	$(PIP) install -c constraints.txt --no-build-isolation -e '.[fuzz]'
	@touch $@

$(VENV)/.system: tools/system-packages | $(VENV)/bin/python
	tools/system-packages chromium redis-server slowhttptest strace
	@touch $@

$(CLIENT): $(CLIENT_SOURCES) tools/web.py | $(VENV)/.run web_client/node_modules/.stamp
	$(NPM) web_client run build
	@touch $@

%/node_modules/.stamp: %/package.json %/package-lock.json tools/web.py | $(VENV)/.run
	$(NPM) $* ci --no-audit --no-fund
	@touch $@
