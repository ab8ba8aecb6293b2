# Needs Python 3.11 or newer, and nothing else: both of the first two make their own virtual environment.
#
#   make serve   the APIs with demo data and an autopilot on http://127.0.0.1:8080   (OPTIONS="--port 9000 --seed 7")
#   make test    every test
#   make check   format, lint, types, layers
#   make bench   how fast it is

# The first Python that is new enough.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# What the tests of another's client need; where there is no npm, or no registry within reach, pytest leaves them out
# and says so. NODE_CLIENT=required makes them fail instead.
NODE := $(if $(shell command -v npm),node)

.PHONY: serve test check format bench node clean

serve: $(VENV)/serve.ready
	@$(BIN)/mockserver serve --autopilot $(OPTIONS)

# The suite starts many processes: each would compile everything anew if bytecode were not kept.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/dev.ready $(NODE)
	$(BIN)/python -m pytest -n auto -q $(OPTIONS)

check: $(VENV)/dev.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/bench.ready
	$(BIN)/python -m benchmarks

node: tests/node/node_modules/.package-lock.json

tests/node/node_modules/.package-lock.json: tests/node/package-lock.json
	@echo "installing the npm package whiplash into tests/node"
	-@npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --silent && touch $@

clean:
	rm -rf $(VENV) tests/node/node_modules dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "mockserver needs Python 3.11 or newer; none was found" >&2; exit 2; fi
	@echo "making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/serve.ready: pyproject.toml | $(VENV)/bin/python
	@echo "installing mockserver into $(VENV)"
	@$(PIP) --editable .
	@touch $@

$(VENV)/dev.ready: pyproject.toml $(VENV)/serve.ready
	@echo "installing what the tests need into $(VENV)"
	@$(PIP) --upgrade "pip>=25.1"
	@$(PIP) --group dev
	@touch $@

$(VENV)/bench.ready: pyproject.toml $(VENV)/dev.ready
	@echo "installing what the benchmarks compare with into $(VENV)"
	@$(PIP) --group bench
	@touch $@
