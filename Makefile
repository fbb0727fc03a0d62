# `make` lists what there is to do. Everything lives in .venv; nothing is registered outside this folder.
.DEFAULT_GOAL := help
SHELL := /bin/sh

# The Python that .venv is made with: the first suitable one, or `make PYTHON=python3.12 ...`.
ifeq ($(origin PYTHON),undefined)
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && exit; \
	done)
else
SETUP_FLAGS = --same-python
endif

# The newest real quarter is the last delivery folder by name; another one: `make report QUARTER=2025Q2`.
DATA = $(or $(STATUSRAPPORT_DATA),data)
QUARTER ?= $(notdir $(lastword $(sort $(wildcard $(DATA)/raw/20[0-9][0-9]Q[1-4]))))

# With REQUIRE_ALL_TESTS=1 slow tests run too, and a skipped test counts as failed.
TESTS = -m "not spark and not long$(if $(REQUIRE_ALL_TESTS),, and not slow)"
WORKERS ?= auto

# Programs of .venv (Quarto, the notebook kernel) are found first.
RUN = PATH="$(CURDIR)/.venv/bin:$$PATH"

.PHONY: help setup report draft publish test test-fast test-slow test-spark docs lint format types workflows lab quarto lock browser benchmark pictures clean distclean

help: ## list what there is to do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: ## bring .venv up to the lock files (the others do it by themselves)
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.13 is needed, and none is on PATH." \
		"Name one: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }
	@$(PYTHON) tools/setup_env.py $(SETUP_FLAGS)

report: setup ## build the report of the newest quarter into build/
	@test -n "$(QUARTER)" || { echo "No delivery in $(DATA)/raw: start one with \`statusrapport new\`." >&2; exit 1; }
	@$(RUN) .venv/bin/statusrapport build $(QUARTER)

draft: setup ## check and build the newest quarter, or those that differ from SINCE=main, in build/draft/
	@tools/draft.sh $(QUARTER)

publish: setup ## verify the version that TAG=2025Q2-v1 names and export it to build/web/
	@tools/publish.sh

test: setup ## run the tests, apart from the slow ones
	@$(if $(REQUIRE_ALL_TESTS),$(PYTHON) tools/setup_env.py $(SETUP_FLAGS) --docs)
	@$(RUN) .venv/bin/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal $(TESTS) $(ARGS)

test-fast: setup ## run the quick tests of what changed since SINCE (main), as far as a minute reaches
	@tests=$$(.venv/bin/python tools/changed_tests.py $(or $(SINCE),main)) && \
		if [ -z "$$tests" ]; then echo "No quick test knows what changed since $(or $(SINCE),main): make test"; \
		else $(RUN) .venv/bin/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist load -p within_a_minute \
			-m "not spark and not long and not slow and not browser" $(ARGS) $$tests; fi

test-slow: setup ## run the slow tests
	@$(RUN) .venv/bin/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal -m "slow or long" $(ARGS)

test-spark: setup ## run the tests on a Spark cluster that they start here (needs Java 17)
	@$(PYTHON) tools/setup_env.py $(SETUP_FLAGS) --spark
	@$(RUN) .venv/bin/python -m pytest -n 0 -m spark $(ARGS)

docs: setup ## make the documentation, with a reference of the package, as a site in build/docs/
	@$(PYTHON) tools/setup_env.py $(SETUP_FLAGS) --docs
	@$(RUN) .venv/bin/python tools/build_docs.py

lint: setup ## check style and formatting
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check

format: setup ## mend what lint can mend by itself
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format

workflows: ## check what a repository host runs, with linters of their own environment in build/
	@$(PYTHON) -m venv build/linters
	@build/linters/bin/pip install --quiet zizmor==1.32.0 check-jsonschema==0.39.0
	@build/linters/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@build/linters/bin/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@build/linters/bin/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*.yml
	@build/linters/bin/zizmor --offline .github

types: setup ## check types
	@.venv/bin/mypy

lab: setup ## open JupyterLab, with outputs stripped from notebooks that are committed
	@$(PYTHON) tools/setup_env.py $(SETUP_FLAGS) --lab
	@git config filter.nbstripout.clean .venv/bin/nbstripout || echo 'No Git checkout: outputs in notebooks stay.'
	@! git rev-parse --git-dir >/dev/null 2>&1 || $(RUN) .venv/bin/nbdime config-git --enable
	@$(RUN) .venv/bin/jupyter lab notebooks/explore

quarto: setup ## try again to install Quarto into .venv
	@$(PYTHON) tools/setup_env.py $(SETUP_FLAGS) --retry-quarto

lock: setup ## re-create the lock files from pyproject.toml (UPGRADE=1: with the newest versions)
	@tools/lock.sh

browser: ## install what the browser tests need, if it is not there (Debian, Ubuntu: as root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends poppler-utils
	@for p in chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v $$p >/dev/null && exit; \
	done; \
	for p in chromium chromium-browser; do \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$p && exit; \
	done; exit 1

benchmark: setup ## measure how long a build takes, and how long a reduction of 25 million positions
	@$(RUN) .venv/bin/python benchmarks/build.py
	@$(RUN) .venv/bin/python benchmarks/reduce.py

pictures: setup ## renew the pictures in docs/ from what is built (after `make report` and `statusrapport sheets`)
	pdftoppm -r 72 -f 3 -singlefile -png build/$(QUARTER)/report.pdf docs/pictures/country
	pdftoppm -r 72 -singlefile -png build/$(QUARTER)/kommuner/813-frederikshavn.pdf docs/pictures/sheet

clean: ## remove what was built; .venv stays
	rm -rf build .quarto data/processed .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv as well
	rm -rf .venv
