# Every command sets up what it needs: on a machine with Python >= 3.11, git and make, start anywhere.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help report test witness lab figures docs dist bench lock setup clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# the first of these that is Python 3.11 or later; say `make PYTHON=/path/to/python …` for another
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

# JupyterLab asks the network for news and updates unless it is told not to
LAB_SETTINGS := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}

# one time zone and no colour codes in files: the same input gives the same bytes
export TZ := UTC
export UV_NO_CONFIG := 1

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS=$$'\t' read -r name text; do \
	printf '  make %-9s %s\n' "$$name" "$$text"; done

report: $(READY) ## run every notebook: tables, figures and pages in build/report/
	@$(BIN)/qcompare report -o build/report $(ARGS)

test: $(READY) ## style, types, the published figures, tests
	@echo "ruff" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@echo "mypy" && $(BIN)/mypy --no-error-summary
	@echo "figures" && $(BIN)/qcompare figures --check --quick
	@echo "pytest" && $(BIN)/pytest -q -n auto $(ARGS)
	@echo "All checks passed: style, types, figures, tests. Where to look: tests/ and, for one alone, $(BIN)/pytest tests/NAME.py"

witness: $(READY) ## take away each rule, alternative and word of the coder, and print what no example misses
	@$(BIN)/python tests/witness.py $(ARGS)

lab: $(READY) ## JupyterLab on this folder, opening at notebooks/
	@$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks $(ARGS)

figures: $(READY) ## build the published figures again, into figures/
	@$(BIN)/qcompare figures -o figures $(ARGS)

docs: $(READY) ## the documentation, in build/docs/: open index.html
	@echo "Building the documentation (some minutes the first time)"
	@$(BIN)/python -m sphinx -q -W --keep-going -n -b html -d build/docs-read docs build/docs $(ARGS)
	@echo "Open build/docs/index.html"

dist: $(READY) ## the wheel and the source distribution, checked, in dist/
	@rm -rf dist && $(BIN)/uv build --quiet --out-dir dist $(ARGS)
	@$(BIN)/uv tool run --quiet twine check --strict dist/*

bench: $(READY) ## measure speed, memory and what people wait for, side by side with others
	@$(BIN)/python -m benchmarks $(ARGS)

# jupyter-events asks jsonschema for every format of text that it can check; the check of one builds a grammar whenever
# altair, papermill or a server is imported, which takes longer than pandas, and nothing here or in Jupyter needs it
LEFT_OUT := rfc3987-syntax

lock: $(READY) ## pin every dependency of pyproject.toml again, in requirements.lock
	@printf "%s ; python_version < '3'\n" $(LEFT_OUT) > $(VENV)/left-out.txt
	@$(BIN)/uv pip compile --override $(VENV)/left-out.txt --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
	--extra dev pyproject.toml --output-file requirements.lock $(ARGS)
	@echo "requirements.lock: $$(grep -cE '^[a-z0-9]' requirements.lock) packages"

setup: $(READY) ## the environment alone, in .venv/

clean: ## remove what was made: build/ and .venv/
	rm -rf build $(VENV)

# uv comes first, out of the lock; where it cannot run, pip does the same work more slowly; both compile once what
# each process would compile anew where it may not write
$(READY): requirements.lock pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Python 3.11 or later is needed, and $(or $(PYTHON),none) was found. Install it, or say make PYTHON=/path/to/python" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "Making the environment in $(VENV)/ (once)"; $(PYTHON) -m venv $(VENV) || { \
	rm -rf $(VENV); echo "Python has no venv module here. On Debian: apt install python3-venv" >&2; exit 1; }; }
	@awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements.lock > $(VENV)/uv.lock
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	-r $(VENV)/uv.lock || true
	@export VIRTUAL_ENV=$(CURDIR)/$(VENV); \
	if $(BIN)/uv --version >/dev/null 2>&1 && \
	$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes --build-constraints requirements.lock requirements.lock; then \
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .; \
	else \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi
	@$(BIN)/python -m compileall -q qcompare || true
	@mkdir -p $(VENV)/share/jupyter/lab/settings && printf '%s\n' '$(LAB_SETTINGS)' > $(VENV)/share/jupyter/lab/settings/overrides.json
	@touch $@
