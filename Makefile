# `make run` and `make test` are all you need, with Python 3.11 or later and make.

PYTHON ?= python3
PORT ?= 8501
FACTS ?= ../shared/data
WORKERS ?= 2

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Each stamp is named after the locks it installed, so only a changed lock is installed again.
RUN_STAMP := .venv/.installed-run-$(firstword $(shell cat requirements.lock pyproject.toml | cksum))
TEST_STAMP := .venv/.installed-test-$(firstword $(shell cat requirements-test.lock pyproject.toml | cksum))

.DEFAULT_GOAL := help
.PHONY: help install run test lint lock messages systems evidence data bench bench-national bench-release bench-peer bench-batch clean

help: ## show the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is needed (Debian and Ubuntu: apt-get install python3-venv)"; exit 1; }

$(RUN_STAMP): | .venv/bin/python
	@echo "Installing the locked libraries (a few minutes the first time)"
	@$(PIP) install -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(TEST_STAMP): | .venv/bin/python
	@echo "Installing the locked libraries, with those for tests (a few minutes the first time)"
	@$(PIP) install -r requirements-test.lock
	@$(PIP) install --no-deps --editable .
	@touch $@ $(RUN_STAMP)

install: $(RUN_STAMP) ## set up .venv with .venv/bin/finder

run: $(RUN_STAMP) ## open the pages on 127.0.0.1 (PORT=8501)
	@$(BIN)/finder app --port $(PORT)

test: $(TEST_STAMP) ## run every check and test; browser tests if Chromium is available (WORKERS=2)
	@scripts/chromium
	@scripts/nginx .venv/nginx
	@PATH="$(CURDIR)/$(BIN):$$PATH" WORKERS=$(WORKERS) scripts/checks

lint: $(TEST_STAMP) ## run the checks only: ruff, mypy, import contracts
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/checks --no-tests

lock: $(TEST_STAMP) ## update the locked versions within the bounds of pyproject.toml
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
		pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
		--extra test --constraints requirements.lock pyproject.toml --output-file requirements-test.lock

messages: $(RUN_STAMP) ## collect the messages for translators into finder/explain/locale/messages.pot
	@$(BIN)/python -m finder.explain.collect_messages

systems: $(TEST_STAMP) ## write docs/systems.md from docs/systems.yaml and the code
	@$(BIN)/python -m tests.docs.systems

evidence: $(TEST_STAMP) ## run the tests that How we know shows, and write their results (at a release)
	@$(BIN)/python -m tests.evidence

data: $(RUN_STAMP) ## rebuild what ships in data/ with the importer, from a folder of facts (FACTS=../shared/data)
	@$(BIN)/python -m finder.sources.embedded.build $(FACTS)

bench: $(TEST_STAMP) ## measure speed and memory
	@$(BIN)/python -m benchmarks

bench-national: $(TEST_STAMP) ## measure generated files of the whole country, with the rejected layouts
	@$(BIN)/python -m benchmarks.national

bench-release: $(TEST_STAMP) ## measure a release of national size: one state, its pack, the whole country
	@$(BIN)/python -m benchmarks.release

bench-peer: $(TEST_STAMP) ## compare speed with pdpcompare (downloads it into a temporary folder)
	@$(BIN)/python -m benchmarks.national_peer

bench-batch: $(TEST_STAMP) ## measure many people: years a second against pdpcompare, and finder batch from file to file
	@$(BIN)/python -m benchmarks years batch

clean: ## remove .venv and everything else that can be rebuilt
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist tests/browser/screenshots
	@find finder pages tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
