# Every target makes its own virtualenv in .venv and installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# A Saleor with its own virtualenv in .venv. Ours lies over it: it sees Saleor's packages, and pip
# installs the plugin and what is missing there, as it would in Saleor's own, and moves no version
# that Saleor has.
SALEOR_DIR ?= $(HOME)/saleor/3.23
SALEOR_VENV := var/saleor/$(notdir $(SALEOR_DIR))
SALEOR_STAMP := $(SALEOR_VENV)/.installed
SALEOR_PYTHON := env -u PYTHONDONTWRITEBYTECODE SALEOR_DIR=$(SALEOR_DIR) $(SALEOR_VENV)/bin/python

.PHONY: demo sandbox test lint bench schema migrations clean test-saleor demo-saleor bench-saleor

demo: $(STAMP)
	$(BIN)/python -m saleor_coaching_plugin.sandbox demo

sandbox: $(STAMP)
	$(BIN)/python -m saleor_coaching_plugin.sandbox serve

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadscope

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

test-saleor: $(SALEOR_STAMP)
	$(SALEOR_PYTHON) -m pytest -c tests/saleor/pytest.ini -n auto --dist loadgroup tests/saleor tests/contract

demo-saleor: $(SALEOR_STAMP)
	$(SALEOR_PYTHON) -m saleor_coaching_plugin.sandbox demo-saleor

bench-saleor: $(SALEOR_STAMP)
	$(SALEOR_PYTHON) -m pytest -c tests/saleor/pytest.ini -o "python_files=bench_*.py" tests/saleor/benchmarks -q -s

clean:
	rm -rf $(VENV) var build dist *.egg-info

$(STAMP): setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info[:2] <= (3, 13); sys.exit(None if ok else "Python 3.11 to 3.13 is needed, this is %d.%d: make PYTHON=python3.12 ..." % sys.version_info[:2])'
	@echo "Making $(VENV) and installing the plugin with its sandbox (a minute, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

$(SALEOR_STAMP): setup.cfg pyproject.toml
	@test -x $(SALEOR_DIR)/.venv/bin/python || { echo "There is no Saleor with a .venv in $(SALEOR_DIR): see docs/saleor.md, or set SALEOR_DIR."; exit 1; }
	@echo "Making $(SALEOR_VENV) over $(SALEOR_DIR)/.venv and installing the plugin ..."
	@rm -rf $(SALEOR_VENV)
	@$(SALEOR_DIR)/.venv/bin/python -m venv $(SALEOR_VENV)
	@$(SALEOR_DIR)/.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > $(SALEOR_VENV)/saleor.pth
	@echo $(SALEOR_DIR) >> $(SALEOR_VENV)/saleor.pth
	@mv $(SALEOR_VENV)/saleor.pth "$$($(SALEOR_VENV)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/"
	@$(SALEOR_VENV)/bin/python -m pip freeze --disable-pip-version-check | grep == > $(SALEOR_VENV)/saleor.txt
	@$(SALEOR_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c $(SALEOR_VENV)/saleor.txt -e '.[saleor]'
	@touch $@
