# `make run` and `make test` are all you need, with Python 3.11 or later and make.

PYTHON ?= python3
PORT ?= 8501
FACTS ?= ../shared/data
WORKERS ?= 2

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Each stamp is named after the locks it installed, so only a changed lock is installed again.
RUN_STAMP := .venv/.installed-run-$(firstword $(shell cat requirements.lock requirements-build.lock pyproject.toml | cksum))
TEST_STAMP := .venv/.installed-test-$(firstword $(shell cat requirements-test.lock requirements-build.lock pyproject.toml | cksum))

COMPILE := $(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --python-version 3.11 --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help install run test lint lock sbom audit messages systems evidence data bench bench-national bench-release bench-peer bench-batch load fuzz clean

help: ## show the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is needed (Debian and Ubuntu: apt-get install python3-venv)"; exit 1; }

$(RUN_STAMP): | .venv/bin/python
	@echo "Installing the locked libraries (a few minutes the first time)"
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_STAMP): | .venv/bin/python
	@echo "Installing the locked libraries, with those for tests (a few minutes the first time)"
	@$(PIP) install --require-hashes -r requirements-test.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
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
	@$(COMPILE) pyproject.toml --output-file requirements.lock
	@$(COMPILE) --extra test --constraints requirements.lock pyproject.toml --output-file requirements-test.lock
	@$(COMPILE) --group pyproject.toml:build --constraints requirements-test.lock --output-file requirements-build.lock

sbom: ## list what ships and its licenses: docs/sbom.cdx.json (CycloneDX), docs/licenses.md (at a release)
	@$(PYTHON) -m venv build/tools && build/tools/bin/python -m pip --disable-pip-version-check --quiet install uv cyclonedx-bom
	@build/tools/bin/uv venv --quiet --clear build/shipped
	@build/tools/bin/uv pip install --quiet --python build/shipped/bin/python --require-hashes -r requirements.lock
	@build/tools/bin/cyclonedx-py environment build/shipped/bin/python --pyproject pyproject.toml --mc-type application \
		--output-reproducible --output-format JSON --output-file docs/sbom.cdx.json
	@build/tools/bin/python -m tests.docs.licenses

audit: ## look for known weaknesses of the locked libraries (asks pypi.org; SECURITY.md says what to do where it can't be reached)
	@$(PYTHON) -m venv build/tools && build/tools/bin/python -m pip --disable-pip-version-check --quiet install pip-audit
	@build/tools/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

messages: $(RUN_STAMP) ## bring each language's messages up to date, or begin a new one: make messages TO=vi
	@$(BIN)/python -m finder.explain.collect_messages $(TO)

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

load: $(TEST_STAMP) ## measure 50 visitors at once for 10 minutes (LOAD="--visitors 20 --minutes 2", LOAD="--idle 200")
	@$(BIN)/python -m benchmarks.load $(LOAD)

fuzz: $(TEST_STAMP) ## break 10,000 inputs of every format; each must be answered or refused in a sentence (INPUTS=10000 SEED=1)
	@$(BIN)/python -m tests.fuzz $(or $(INPUTS),10000) $(SEED)

clean: ## remove .venv and everything else that can be rebuilt
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist tests/browser/screenshots
	@find finder pages tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
