# Every target makes its own virtualenv in .venv and installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo sandbox test lint bench schema migrations clean

demo: $(STAMP)
	$(BIN)/python -m saleor_coaching_plugin.sandbox demo

sandbox: $(STAMP)
	$(BIN)/python -m saleor_coaching_plugin.sandbox serve

test: $(STAMP)
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m saleor_coaching_plugin.sandbox check-drift

bench: $(STAMP)
	$(BIN)/python -m pytest -o "python_files=bench_*.py" tests/benchmarks -q -s

schema: $(STAMP)
	$(BIN)/python -m saleor_coaching_plugin.sandbox schema

migrations: $(STAMP)
	$(BIN)/python -m saleor_coaching_plugin.sandbox manage makemigrations coaching

clean:
	rm -rf $(VENV) var build dist *.egg-info

$(STAMP): setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info[:2] <= (3, 13); sys.exit(None if ok else "Python 3.11 to 3.13 is needed, this is %d.%d: make PYTHON=python3.12 ..." % sys.version_info[:2])'
	@echo "Making $(VENV) and installing the plugin with its sandbox (a minute, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@
