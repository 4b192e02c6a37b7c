# Sets up what it needs by itself: Python 3.11 or newer is all that has to be there. See CONTRIBUTING.md.
SHELL := /bin/sh
VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := $(VENV)/bin
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip --disable-pip-version-check --no-input -q
NOTICES ?= corpus/documents
DOCUMENTS ?= 2000
OTHERS := $(filter-out suite longrun fuzz hostile instructions licences pipeline dates notices pages __init__,$(patsubst benchmarks/%.py,%,$(wildcard benchmarks/*.py)))
PYTEST ?=

.PHONY: help run test test-all check wheel instructions bench clean

help:
	@echo "make run       read the notices of $(NOTICES), show the table, write build/tasks.xlsx, .csv, .jsonl and .parquet"
	@echo "make test      the tests (make test-all: also the long ones and the notebooks)"
	@echo "make check     ruff, mypy --strict and the import contracts"
	@echo "make wheel     builds the wheel and tries it in an environment of its own (CI=true: with all its dependencies, downloaded)"
	@echo "make instructions  counts what the pipeline executes and compares with benchmarks/instructions.json; needs valgrind"
	@echo "make bench     how fast the parts are, beside underthesea and dateparser (DOCUMENTS=20000: the long run as the docs have it)"

run: $(VENV)/run.stamp
	@mkdir -p build
	@$(BIN)/extractor run $(NOTICES) --rows 20 -o build/tasks.xlsx -o build/tasks.csv -o build/tasks.jsonl -o build/tasks.parquet

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -m "not slow" $(PYTEST)

test-all: $(VENV)/dev.stamp $(VENV)/notebooks.stamp
	@if command -v npm >/dev/null; then npm install --silent --no-fund --no-audit --prefix tests/web; fi
	@$(BIN)/python -m pytest $(PYTEST)
	@if ls notebooks/*.ipynb >/dev/null 2>&1; then $(BIN)/python -m pytest --nbmake --override-ini=addopts= --override-ini=filterwarnings= notebooks/*.ipynb; fi

check: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

wheel: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest tests/test_packaging.py

instructions: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks.instructions

# The suite writes its table into docs/performance.md; the others print what they measure.
bench: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks.suite --documents $(DOCUMENTS)
	@set -e; for name in $(OTHERS); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name; done

clean:
	rm -rf build $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info

# A stamp is newer than what it was made from: a second call costs nothing.
$(VENV)/run.stamp: setup.cfg pyproject.toml $(VENV)/bin/pip
	@.ci/system run
	@echo "installing the program into $(VENV); this takes some minutes the first time"
	@$(PIP) install -e '.[ocr]'
	@touch $@

$(VENV)/dev.stamp: setup.cfg pyproject.toml $(VENV)/bin/pip
	@.ci/system run test
	@echo "installing the program and what its tests need into $(VENV)"
	@$(PIP) install -e '.[ocr,web,postgres,scale,dev]'
	@touch $@ $(VENV)/run.stamp

$(VENV)/notebooks.stamp: $(VENV)/dev.stamp
	@$(PIP) install -e '.[notebooks]'
	@touch $@

$(VENV)/bin/pip:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed: install it (Debian, Ubuntu: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python"; exit 1; fi
	@$(PYTHON) -m venv $(VENV) || { .ci/system venv && $(PYTHON) -m venv --clear $(VENV); } || { echo "$(PYTHON) cannot make a virtual environment: install python3-venv"; exit 1; }
	@$(PIP) install --upgrade 'pip>=24' 'setuptools>=77'
