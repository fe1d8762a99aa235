# Customer 360: what a person does with this repository. `make help` lists it.
# A fresh machine needs python3 (3.11 to 3.13), pip and make.

PYTHON ?= python3
UV_VERSION := 0.13.8
VENV := .venv

# Options of build (see CONTRIBUTING.md), passed on as they are.
LOAD_UNTIL ?=
AS_OF_DATE ?=
LANDING ?=
VARS ?=
FORCE ?=
# Options of feeds.
SCALE ?= 1
SEED ?=
OUT ?= seeds

COMPILE = uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml
PACKAGES = dbt_packages/.installed
DEV = $(VENV)/requirements-dev.lock $(PACKAGES)
# Each process takes file by file, the longest first (tests/python/conftest.py has their order).
PYTEST = pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 10
# Lint reads no database.
LINT_ENVIRONMENT = C360_DUCKDB_PATH=:memory: DBT_TARGET_PATH=target/lint
# A file that is one macro call has no SQL of its own to lint, and is slow to parse.
SQL_FILES = $(shell grep --no-messages --recursive --files-with-matches --extended-regexp '^(with|select)\b' \
	--include='*.sql' --exclude-dir=generic models tests analyses snapshots)

# What test-quick looks at: files that differ from where this branch left main, new ones as well.
SINCE ?= $(or $(shell git merge-base HEAD main 2>/dev/null),HEAD)
CHANGED = $(shell git diff --name-only --diff-filter=d $(SINCE); \
	git ls-files --others --exclude-standard)
CHANGED_SQL = $(filter $(SQL_FILES),$(CHANGED))
# A folder of tests, if what it tests has changed: $(call of,<folder>,<paths>).
of = $(if $(filter $(addsuffix /%,tests/python/$(1) $(2)),$(CHANGED)),tests/python/$(1))
QUICK_TESTS = tests/python/project tests/python/warehouse tests/python/warehouse_build \
	$(call of,mdm,scripts/mdm macros/identity seeds/reference) \
	$(call of,feeds,scripts/feeds seeds/feeds seeds/truth)

# Without caches of compiled code, each of the many processes would compile its libraries again.
unexport PYTHONDONTWRITEBYTECODE
export LOAD_UNTIL AS_OF_DATE LANDING VARS FORCE
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
export DBT_PROJECT_DIR := $(CURDIR)
export DBT_PROFILES_DIR := $(CURDIR)
export DBT_SEND_ANONYMOUS_USAGE_STATS := False
# uv trusts what the machine trusts, and asks the package index that pip was told to ask.
export UV_SYSTEM_CERTS := true
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX := $(PIP_INDEX_URL)
endif
# Snowflake's connector warns of library versions on each import; nothing here depends on them.
export PYTHONWARNINGS := ignore::Warning:snowflake.connector.vendored.requests

.DEFAULT_GOAL := help
.PHONY: help build upgrade test test-quick test-long lint docs feeds lock clean

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

build: $(VENV)/requirements.lock $(PACKAGES) ## check the feeds, build what is new, print a summary
	@python -m warehouse build

upgrade: $(VENV)/requirements.lock $(PACKAGES) ## move a warehouse of version 0.1 to this one, then build
	@vars=$$(python -m warehouse vars) && dbt run-operation upgrade_warehouse --vars "$$vars"
	@python -m warehouse build

test: $(DEV) ## everything the project promises: lint, a build, pytest without its long tests
	@mkdir -p target
	@rm -f target/test.duckdb*
	$(MAKE) --no-print-directory --jobs 2 lint reference
	$(PYTEST)

test-quick: $(DEV) ## lint and test what changed, without building a warehouse
	ruff check .
	ruff format --check .
	yamllint --strict .
	$(if $(CHANGED_SQL),$(LINT_ENVIRONMENT) sqlfluff lint --disable-progress-bar $(CHANGED_SQL))
	$(PYTEST) -m "not long and not warehouse" $(QUICK_TESTS)

test-long: $(DEV) ## the long forms: day by day, more orders of arrival (every night)
	$(PYTEST) -m long

# The warehouse that the tests read.
.PHONY: reference
reference: $(DEV)
	@PYTHONPATH=tests/python python -m reference_build

lint: $(DEV) ## sqlfluff, dbt-bouncer, ruff and yamllint
	ruff check .
	ruff format --check .
	yamllint --strict .
	$(LINT_ENVIRONMENT) dbt --quiet parse
	$(LINT_ENVIRONMENT) COLUMNS=160 dbt-bouncer run --show-all-failures
	$(LINT_ENVIRONMENT) sqlfluff lint --processes 2 --disable-progress-bar $(SQL_FILES)
	pytest --quiet tests/python/project/test_macro_style.py

docs: $(DEV) ## write the dbt docs of the last build and its column lineage, a page each
	dbt --quiet docs generate --static
	@colibri generate --output-dir target/lineage --disable-telemetry > target/lineage.log 2>&1 || \
		{ cat target/lineage.log; exit 1; }
	@echo "The docs are one page:       target/static_index.html"
	@echo "The column lineage is one:   target/lineage/index.html"

feeds: $(VENV)/requirements.lock ## write the sample feeds (SCALE=, SEED=, OUT=)
	python -m feeds --scale $(SCALE) $(if $(SEED),--seed $(SEED)) --out $(OUT)

lock: $(VENV)/bin/uv ## renew both locks from pyproject.toml
	$(COMPILE) --extra dev --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock

clean: ## remove what builds wrote; the environment stays
	rm -rf target logs dbt_packages package-lock.yml c360.duckdb c360.duckdb.*

$(PACKAGES): packages.yml $(shell find packages -type f) | $(VENV)/requirements.lock
	@dbt --quiet deps
	@touch $@

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { \
		echo "Python 3.11, 3.12 or 3.13 is needed, and $$($(PYTHON) --version) is not;" \
			"name one: make build PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# The environment holds a copy of the lock it was made from. uv removes what a lock does not name,
# so an environment that once held the developers' tools keeps to their lock, which holds both.
$(VENV)/requirements.lock: requirements.lock | $(VENV)/bin/uv
	$(call install,$(if $(wildcard $(VENV)/requirements-dev.lock),requirements-dev.lock,$<))
	@cp $< $@

$(VENV)/requirements-dev.lock: requirements-dev.lock | $(VENV)/bin/uv
	$(call install,$<)
	@cp requirements.lock requirements-dev.lock $(VENV)/

define install
@echo "Installing $(1) into $(VENV)"
@uv pip sync --quiet --require-hashes $(1)
@python -c 'import pathlib, sysconfig; \
	pathlib.Path(sysconfig.get_path("purelib"), "c360.pth").write_text("$(CURDIR)/scripts\n")'
endef
