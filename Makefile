# The knowledge bank: two commands to begin with, `make run` and `make test`. `make help` lists the others.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
DATA := $(or $(BANK_DATA_DIR),var)
BLANK := $(subst ,, )
# As make names a file whose path may hold blanks.
PREPARED := $(subst $(BLANK),\ ,$(DATA))/.prepared
MANAGE := $(BIN)/python manage.py
# What a prepared bank is made from: when one of these is newer, `make run` prepares again.
PREPARED_FROM := $(shell find content practices/vocabularies locale static -type f -not -name '*.mo') \
	$(shell find site4p1000 practices knowledge newsletter -path '*/migrations/*.py' -o -name 'search_document.py' -o -path '*/search/*.py')

.PHONY: help run test test-postgres postgres postgres-wipe servers servers-stop servers-wipe lint bench bench-growth lock messages password secret clean check-machine venv-module

help:  ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/:/' | column -t -s:

run: venv-module  ## start the bank on localhost:8000 (make run PORT=8001 for another port)
	@$(PYTHON) scripts/check_machine.py $(PORT)
	@$(MAKE) --no-print-directory "$(DATA)/.prepared"
	@echo "The bank is at http://localhost:$(PORT)/ and its admin at http://localhost:$(PORT)/admin/"
	@cat "$(DATA)/.login"; echo "Login: editor (its password was shown when it was made; make password makes a new one)" > "$(DATA)/.login"
	@$(BIN)/python scripts/side_by_side.py \
		$(BIN)/gunicorn site4p1000.wsgi:application --bind 127.0.0.1:$(PORT) --workers 1 --threads 4 --log-level warning \
		--and $(MANAGE) worker --and $(MANAGE) newsletter_worker

# Everything that has to be done before a start, once per change of code, content or words.
$(PREPARED): $(VENV)/.run $(PREPARED_FROM)
	@mkdir -p "$(DATA)"
	@$(MANAGE) compile_catalogues
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_content
	@$(MANAGE) search_index rebuild
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@umask 077; $(MANAGE) first_editor > "$(DATA)/.login"
	@touch "$@"

test: $(VENV)/.dev  ## run every test (TESTS=tests/flows to choose)
	@$(MANAGE) compile_catalogues
	@$(if $(TESTS),,$(MAKE) --no-print-directory test-postgres)
	@$(BIN)/python -m pytest $(or $(TESTS),tests)

# The suite of everything that sends, again on a server that is made for it and thrown away. Without PostgreSQL: red in CI, a loud line elsewhere.
# In the order of pytest-django, not by size: tests with transactions of their own empty the database, so their files come last.
test-postgres: $(VENV)/.dev  ## run the newsletter's tests and the flows on PostgreSQL (Debian's package postgresql)
	@$(PYTHON) scripts/postgres_server.py run $(BIN)/python -m pytest --ds=site4p1000.settings.test_postgresql --no-loadscope-reorder tests/newsletter tests/flows

postgres:  ## start a PostgreSQL to try the bank on; prints the setting that names it
	@$(PYTHON) scripts/postgres_server.py start

postgres-wipe:  ## stop it and delete its data
	@$(PYTHON) scripts/postgres_server.py wipe

servers:  ## start Elasticsearch and OpenSearch for the tests (fetches them once; needs a JDK 21 and Maven)
	@$(PYTHON) scripts/search_servers.py start

servers-stop:  ## stop them
	@$(PYTHON) scripts/search_servers.py stop

servers-wipe:  ## stop them and delete their data
	@$(PYTHON) scripts/search_servers.py wipe

lint: $(VENV)/.dev  ## format, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(VENV)/.dev  ## measure search, pages and sending; a goal that is missed ends it with an error
	@$(MANAGE) compile_catalogues
	@$(BIN)/python -m tests.benchmarks

bench-growth: $(VENV)/.dev  ## measure the embedded search from 1,000 to 1,000,000 documents (an hour)
	@$(BIN)/python -m tests.benchmarks growth

messages: $(VENV)/.dev  ## collect new words for translators (needs gettext's tools)
	@$(MANAGE) makemessages --all --extension html,txt,mjml,py --no-location --no-wrap --ignore '$(VENV)/*' --ignore 'tests/*' --ignore 'var/*'

# Lock with the oldest Python the bank promises, Debian 12's 3.11.2 (make PYTHON=/usr/bin/python3): a newer one may choose what it refuses.
lock: $(VENV)/.dev  ## lock the versions of dependencies with hashes
	@$(BIN)/pip-compile $(LOCK) -o requirements/base.txt pyproject.toml
	@$(BIN)/pip-compile $(LOCK) --extra dev -c requirements/base.txt -o requirements/dev.txt pyproject.toml
LOCK := --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe --no-header --no-annotate

password: $(VENV)/.run  ## a new random password for the login `editor`
	@$(MANAGE) first_editor --new-password

secret: $(VENV)/.run  ## a random secret key for production
	@$(BIN)/python -c "from django.core.management.utils import get_random_secret_key as key; print(key())"

clean:  ## remove the virtual environment; the data in var/ stays
	rm -rf $(VENV)

check-machine: venv-module
	@$(PYTHON) scripts/check_machine.py

# Debian keeps Python's venv module in a package of its own. Who may install packages gets it; who may not is told by the check.
venv-module:
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
		{ echo "Installing python3-venv …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; }

$(VENV)/bin/python: | check-machine
	@echo "Making a virtual environment …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing what the bank needs …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.run
