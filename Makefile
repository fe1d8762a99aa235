# Customer 360: all tasks of a developer. `make help` lists them.
# A fresh machine needs python3 (3.11 to 3.13), pip and make.

PYTHON ?= python3
UV_VERSION := 0.13.8
VENV := .venv
# The emulator of Snowflake and Airflow have separate environments.
EMULATOR_VENV := .venv-snowflake
AIRFLOW_VENV := .venv-airflow
TEST_SNOWFLAKE = PYTHONPATH=scripts:tests/snowflake $(EMULATOR_VENV)/bin/python -m pytest tests/snowflake

# Options of build (see CONTRIBUTING.md), passed on unchanged.
LOAD_UNTIL ?=
AS_OF_DATE ?=
LANDING ?=
# Source of extract: salesforce, "database --table SCHEMA.TABLE" or webhooks, with options.
FROM ?=
# Where upload-landing puts the files of LANDING, such as s3://bucket/prefix.
TO ?=
VARS ?=
FORCE ?=
VERBOSE ?=
# Failing tests that do not block publication; folder of a backup, and whether to overwrite files.
ACCEPT ?=
BACKUP ?=
OVERWRITE ?=
# Folder in which files of sources arrive, with one subfolder per feed, for daily.
INBOX ?=
# Folder of the exports for other systems; exports/ if it is empty, but `make daily` then writes none.
EXPORTS ?=
# Who is erased or exported, and why; see scripts/erasure/README.md.
RECORD ?=
CUSTOMER ?=
REASON ?=
# Whether `make retention` erases what it lists.
ERASE ?=
# Options of new feeds and their deliveries; see CONTRIBUTING.md.
FILE ?=
FEED ?=
SOURCE ?=
CONTRACT ?=
LOADED_AT ?=
BATCH ?=
# Options of feeds.
SCALE ?= 1
SEED ?=
OUT ?= seeds

COMPILE = uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml
PACKAGES = dbt_packages/.installed
# A landing in an object store needs s3fs.
S3 = $(if $(findstring s3://,$(LANDING) $(TO) $(VARS)),$(VENV)/requirements-s3.lock)
DEV = $(VENV)/requirements-dev.lock $(PACKAGES)
# Files and folders are distributed to the processes, the slowest first (tests/python/conftest.py).
PYTEST = pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 10
# Lint reads no database. It has the other options of the tests, so that it can use their parse.
LINT_ENVIRONMENT = C360_DUCKDB_PATH=:memory: C360_STORAGE_VERSION=latest DBT_TARGET_PATH=target/lint
LINT_PARSE = @PYTHONPATH=tests/python python -m lint_parse
SQLFLUFF = python scripts/lint_sql.py
# A file with a single macro call has no SQL of its own to lint, and is slow to parse.
ALL_SQL_FILES = $(shell grep --no-messages --recursive --files-with-matches --extended-regexp '^(with|select)\b' \
	--include='*.sql' --exclude-dir=generic models tests analyses snapshots)
# Models of a few lines that render to much SQL and take a third of the time; only `make test-long` lints them.
SLOW_SQL_FILES = models/raw_vault/audit/load_counts.sql analyses/growth_of_each_satellite.sql \
	models/business_vault/attributes/customer_attributes.sql \
	models/business_vault/computed/email_owners.sql \
	models/business_vault/attributes/customer_attributes_by_load_time.sql \
	models/business_vault/attributes/customer_attributes_by_source_time.sql \
	models/business_vault/attributes/frequent_values.sql \
	models/business_vault/clusters/eff_sat_sal_customer.sql \
	models/business_vault/clusters/sal_customer.sql \
	models/business_vault/golden/golden_candidates.sql \
	models/marts/governance/customer_attribute_conflicts.sql \
	models/raw_vault/audit/delivery_conflicts.sql \
	models/staging/deliveries/stg_landing__deliveries.sql \
	models/staging/risk/stg_risk__fraud_alerts.sql \
	models/staging/salesforce/stg_salesforce__opportunities.sql \
	models/staging/shop/stg_shop__orders.sql \
	models/staging/stewardship/stg_stewardship__decisions.sql \
	models/staging/stewardship/stg_stewardship__known_records.sql \
	models/staging/stewardship/stg_stewardship__overrides.sql \
	tests/business_vault/no_golden_customer_has_two_verified_tax_ids.sql
SQL_FILES = $(filter-out $(SLOW_SQL_FILES),$(ALL_SQL_FILES))

# Files checked by test-quick: those that differ from the merge base with main, and untracked ones.
SINCE ?= $(or $(shell git merge-base HEAD main 2>/dev/null),HEAD)
CHANGED = $(shell git diff --name-only --diff-filter=d $(SINCE); \
	git ls-files --others --exclude-standard)
CHANGED_SQL = $(filter $(ALL_SQL_FILES),$(CHANGED))
# A folder of tests, if the paths that it tests have changed: $(call of,<folder>,<paths>).
of = $(if $(filter $(addsuffix /%,tests/python/$(1) $(2)),$(CHANGED)),tests/python/$(1))
QUICK_TESTS = tests/python/project tests/python/landing tests/python/warehouse \
	tests/python/warehouse_build \
	$(call of,mdm,scripts/mdm macros/identity seeds/reference) \
	$(call of,golden,macros/golden macros/identity seeds/reference) \
	$(call of,feeds,scripts/feeds seeds/feeds seeds/truth) \
	$(call of,onboarding,scripts/onboarding scripts/contracts contracts) \
	$(call of,automate_dv,packages) \
	$(call of,automate_dv/test_conformance.py,benchmarks/conformance) \
	$(call of,erasure,scripts/erasure scripts/contracts contracts macros/erasure) \
	$(call of,exports,scripts/exports) \
	$(call of,app,app models/marts models/semantic) \
	$(call of,extraction,extraction scripts/contracts contracts) \
	$(call of,orchestration,orchestration scripts/warehouse models) \
	$(call of,service,service app/dashboard scripts/mdm macros/identity models/marts) \
	$(call of,search,scripts/embeddings app/dashboard benchmarks/search scripts/feeds)

# Without compiled bytecode caches, each of the many processes would compile its libraries again.
unexport PYTHONDONTWRITEBYTECODE
export LOAD_UNTIL AS_OF_DATE LANDING TO VARS FORCE VERBOSE ACCEPT BACKUP OVERWRITE EXPORTS INBOX
export RECORD CUSTOMER REASON ERASE
export FILE FEED SOURCE CONTRACT LOADED_AT BATCH
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
export DBT_PROJECT_DIR := $(CURDIR)
export DBT_PROFILES_DIR := $(CURDIR)
export DBT_SEND_ANONYMOUS_USAGE_STATS := False
# uv uses the certificates of the system and the package index of pip.
export UV_SYSTEM_CERTS := true
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX := $(PIP_INDEX_URL)
endif
# Where the home folder is missing or read-only, caches go into the project.
ifneq ($(shell cache="$$HOME/.cache"; [ -d "$$cache" ] || cache="$$HOME"; [ -w "$$cache" ] && echo yes),yes)
export XDG_CACHE_HOME := $(CURDIR)/.cache
export UV_CACHE_DIR := $(XDG_CACHE_HOME)/uv
export PIP_CACHE_DIR := $(XDG_CACHE_HOME)/pip
endif
# Snowflake's connector warns about library versions on each import; they have no effect here.
export PYTHONWARNINGS := ignore::Warning:snowflake.connector.vendored.requests

.DEFAULT_GOAL := help
.PHONY: help new-feed feed deliver remove-feed extract build daily install-airflow upload-landing install-s3 publish app serve retry export-changes erase erase-proof export-person retention backup restore upgrade snowflake-setup snowflake-load snowflake-operations snowflake-audit test test-quick test-snowflake prove-snowflake test-long lint docs feeds contracts lock clean

help: ## list all commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

new-feed: $(VENV)/requirements.lock ## profile FILE= and write the contract of a new feed (FEED=, SOURCE= name it; LANDING=)
	@python -m onboarding new-feed

feed: $(VENV)/requirements.lock ## write the models of CONTRACT= and load the files it was written from, or FILE=
	@python -m onboarding feed

deliver: $(VENV)/requirements.lock ## load FILE= of a source for FEED= (LANDING=, LOADED_AT=, BATCH=)
	@python -m onboarding deliver

remove-feed: $(VENV)/requirements.lock ## delete the contract, models and seed of FEED=
	@python -m onboarding remove-feed

extract: $(VENV)/requirements-extraction.lock ## write changes in a source to LANDING= (FROM=salesforce, database or webhooks)
	@PYTHONPATH=extraction python -m extract $(FROM)

build: $(VENV)/requirements.lock $(S3) $(PACKAGES) ## check the feeds, build what is new, publish it if nothing fails
	@python -m warehouse build

daily: $(VENV)/requirements.lock $(S3) $(PACKAGES) ## for a scheduler: load INBOX=, build, publish, export to EXPORTS=, alert
	@python -m warehouse daily

install-airflow: $(AIRFLOW_VENV)/requirements-airflow.lock $(PACKAGES) ## install Airflow, which runs the steps of daily as a DAG

upload-landing: $(VENV)/requirements-s3.lock ## put the files of LANDING=FOLDER into an object store, TO=s3://BUCKET/PREFIX
	@python -m warehouse upload-landing

install-s3: $(VENV)/requirements-s3.lock ## install the packages for a landing in an object store (LANDING=s3://...)

publish: $(VENV)/requirements.lock $(PACKAGES) ## publish the last build (ACCEPT=TEST: even though that test fails)
	@python -m warehouse publish

retry: $(VENV)/requirements.lock $(PACKAGES) ## build what failed or was skipped in the last build, publish it
	@python -m warehouse retry

export-changes: $(VENV)/requirements.lock ## write golden customers that changed since the last export (EXPORTS=FOLDER)
	@python -m exports

erase: $(VENV)/requirements.lock $(PACKAGES) ## erase a person (RECORD=SAP:KNA000001 or CUSTOMER=UID, REASON=), build and publish
	@python -m erasure erase

erase-proof: $(VENV)/requirements.lock ## search everything for the values of an erased person (RECORD= or CUSTOMER=)
	@python -m erasure erase-proof

export-person: $(VENV)/requirements.lock ## write what the warehouse has about a person (RECORD= or CUSTOMER=)
	@python -m erasure export-person

retention: $(VENV)/requirements.lock $(PACKAGES) ## list records whose retention has ended (ERASE=1 erases them)
	@python -m erasure retention

backup: $(VENV)/requirements.lock ## copy the working database and the stewards' logs (BACKUP=FOLDER)
	@python -m warehouse backup

restore: $(VENV)/requirements.lock ## put a backup in place (BACKUP=FOLDER, OVERWRITE=1 replaces)
	@python -m warehouse restore

upgrade: $(VENV)/requirements.lock $(S3) $(PACKAGES) ## move a warehouse of version 0.1 to this one, then build
	@python -m warehouse prepare
	@python -m warehouse check
	@vars=$$(python -m warehouse vars) && dbt run-operation upgrade_warehouse --vars "$$vars"
	@python -m warehouse build

app: $(VENV)/requirements-app.lock ## open the application on the published database, at http://127.0.0.1:8501
	@cd app && streamlit run streamlit_app.py

serve: $(VENV)/requirements-service.lock ## answer lookups on the published database, at http://127.0.0.1:8000
	@PYTHONPATH=service:app python -m lookup

snowflake-setup: $(VENV)/requirements.lock ## create or update everything that the project needs in a Snowflake account
	@python -m snowflake_account setup

snowflake-load: $(VENV)/requirements.lock ## load new files into the landing tables on Snowflake
	@python -m snowflake_account load

snowflake-operations: $(VENV)/requirements.lock ## create or update the tasks and alerts of the daily run on Snowflake
	@python -m snowflake_account operations

snowflake-audit: $(VENV)/requirements.lock ## show who read personal data on Snowflake
	@python -m snowflake_account audit

test: $(DEV) ## everything that CI runs: lint, a build, all short tests
	@mkdir -p target
	@rm -f target/test.duckdb* target/published/test.duckdb*
	$(MAKE) --no-print-directory --jobs 4 lint short-tests emulator-tests

test-quick: $(DEV) ## lint and test what changed, without building a warehouse
	ruff check .
	ruff format --check .
	yamllint --strict .
	$(if $(CHANGED_SQL),$(LINT_PARSE))
	$(if $(CHANGED_SQL),$(LINT_ENVIRONMENT) $(SQLFLUFF) lint --disable-progress-bar $(CHANGED_SQL))
	$(PYTEST) -m "not long and not warehouse" $(QUICK_TESTS)

test-snowflake: $(DEV) $(EMULATOR_VENV)/requirements-emulator.lock ## test on an emulator of Snowflake, without an account
	@[ -f target/test.duckdb ] || $(MAKE) --no-print-directory reference
	$(TEST_SNOWFLAKE)

prove-snowflake: $(VENV)/requirements.lock $(PACKAGES) ## prove on a Snowflake account what only an account can show
	@PYTHONPATH=tests/snowflake python -m snowflake_proof

test-long: $(DEV) $(EMULATOR_VENV)/requirements-emulator.lock $(AIRFLOW_VENV)/requirements-airflow.lock ## the long forms: day by day, more orders of arrival (every night)
	$(LINT_PARSE)
	$(LINT_ENVIRONMENT) $(SQLFLUFF) lint --disable-progress-bar $(SLOW_SQL_FILES)
	$(PYTEST) -m long
	$(TEST_SNOWFLAKE) -m "long or not long"

# They run in parallel with each other and with lint; the output of the emulator's tests is shown at their end.
.PHONY: short-tests emulator-tests
short-tests: $(DEV) reference rendered
	$(PYTEST)

emulator-tests: $(DEV) $(EMULATOR_VENV)/requirements-emulator.lock reference rendered
	@$(TEST_SNOWFLAKE) > target/test_snowflake.log 2>&1 || { cat target/test_snowflake.log; exit 1; }
	@echo "Snowflake: $$(grep -E '^=.* in ' target/test_snowflake.log | tail -1)"

# The warehouse that the tests read. It is always built completely.
.PHONY: reference
reference: $(DEV)
	@PYTHONPATH=tests/python python -m reference_build

# The project parsed and rendered for Snowflake, which tests of both environments read.
.PHONY: rendered
rendered: $(DEV)
	@PYTHONPATH=tests/python:tests/python/project python -m offline_project

lint: $(DEV) ## sqlfluff, dbt-bouncer, datacontract-cli, ruff and yamllint
	ruff check .
	ruff format --check .
	yamllint --strict .
	python -m contracts lint
	$(LINT_PARSE)
	$(LINT_ENVIRONMENT) COLUMNS=160 dbt-bouncer run --show-all-failures
	@printf '%s\n' $(SQL_FILES) | awk '{ print NR % 2, $$0 }' | sort -ns | cut -d ' ' -f 2 | \
		$(LINT_ENVIRONMENT) xargs -P 2 -n $$(( ($(words $(SQL_FILES)) + 1) / 2 )) \
		$(SQLFLUFF) lint --disable-progress-bar
	pytest --quiet tests/python/project/test_macro_style.py

docs: $(DEV) ## write the dbt docs of the last build and its column lineage, one page each
	dbt --quiet docs generate --static
	@colibri generate --output-dir target/lineage --disable-telemetry > target/lineage.log 2>&1 || \
		{ cat target/lineage.log; exit 1; }
	@echo "dbt docs:         target/static_index.html"
	@echo "column lineage:   target/lineage/index.html"

feeds: $(VENV)/requirements.lock ## write the sample feeds (SCALE=, SEED=, OUT=)
	python -m feeds --scale $(SCALE) $(if $(SEED),--seed $(SEED)) --out $(OUT)

contracts: $(VENV)/requirements.lock ## write the files that are generated from contracts/
	python -m contracts generate

lock: $(VENV)/bin/uv ## update all lock files from pyproject.toml
	$(COMPILE) --extra dev --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock
	$(COMPILE) --constraint requirements-dev.lock --extra app --output-file requirements-app.lock
	$(COMPILE) --constraint requirements-dev.lock --extra service --output-file requirements-service.lock
	$(COMPILE) --constraint requirements-dev.lock --extra s3 --output-file requirements-s3.lock
	$(COMPILE) --constraint requirements-dev.lock --extra extraction --output-file requirements-extraction.lock
	$(COMPILE) --no-emit-index-url --constraint requirements.lock --extra airflow \
		--output-file requirements-airflow.lock
	$(COMPILE) --no-emit-index-url --override tests/snowflake/packages.txt --extra emulator \
		--output-file requirements-emulator.lock

clean: ## delete the build output, but not the environment
	rm -rf target logs dbt_packages package-lock.yml .cache
	rm -rf c360.duckdb c360.duckdb.* c360.masked.duckdb working/c360.duckdb working/c360.duckdb.*

$(PACKAGES): packages.yml $(shell find packages -type f) | $(VENV)/requirements.lock
	@dbt --quiet deps
	@touch $@

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { \
		echo "$$($(PYTHON) --version) is not supported; use Python 3.11, 3.12 or 3.13:" \
			"make build PYTHON=python3.12" >&2; exit 1; }
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# The environment contains copies of the lock files it was installed from. uv removes packages that
# are in none of them, so an environment with the development tools, the application, the service and
# such keeps using their lock files, which include the smaller one.
PARTS = $(foreach part,app service s3 extraction,$(VENV)/requirements-$(part).lock)
LARGEST = $(notdir $(or $(wildcard $(VENV)/requirements-dev.lock), \
	$(sort $(1) $(wildcard $(PARTS)))))
$(VENV)/requirements.lock: requirements.lock | $(VENV)/bin/uv
	$(call install,$(call LARGEST,$<))
	@cp $< $@

$(PARTS): $(VENV)/%: % | $(VENV)/bin/uv
	$(call install,$(call LARGEST,$<))
	@cp requirements.lock $< $(VENV)/

$(VENV)/requirements-dev.lock: requirements-dev.lock | $(VENV)/bin/uv
	$(call install,$<)
	@cp requirements.lock $(notdir $(PARTS)) requirements-dev.lock $(VENV)/

$(EMULATOR_VENV)/requirements-emulator.lock: requirements-emulator.lock | $(VENV)/bin/uv
	$(call install-apart,$(EMULATOR_VENV))

$(AIRFLOW_VENV)/requirements-airflow.lock: requirements-airflow.lock | $(VENV)/bin/uv
	$(call install-apart,$(AIRFLOW_VENV))

define install
@echo "Installing $(1) into $(VENV)"
@uv pip sync --quiet --require-hashes $(1)
@python -c 'import pathlib, sysconfig; \
	pathlib.Path(sysconfig.get_path("purelib"), "c360.pth").write_text("$(CURDIR)/scripts\n")'
endef

# An environment apart from .venv, from the lock file of the rule.
define install-apart
@echo "Installing $< into $(1)"
@$(PYTHON) -m venv --clear --without-pip $(1)
@VIRTUAL_ENV=$(CURDIR)/$(1) $(VENV)/bin/uv pip sync --quiet --require-hashes $<
@cp $< $@
endef
