# make run: set everything up from nothing and serve the demonstration site.
# make test: set everything up from nothing and run every check and test, on SQLite and PostgreSQL.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check format bench clean browser pictures audit messages

run: $(VENV)/.site
	@BIN=$(BIN) PORT=$(PORT) sh deploy/run-demo

test: check browser
	TEST_ON=sqlite $(BIN)/python -m pytest -n auto --dist worksteal -q
	TEST_ON=postgresql $(BIN)/python -m pytest -n auto --dist worksteal -q

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	@BIN=$(BIN) sh deploy/check

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	@for name in render import_parse search export pages desk; do echo "== $$name"; $(BIN)/python -m bench.$$name || exit 1; done

# The Chromium named in CHROMIUM_PATH or on the system; where there is none, Playwright's own.
browser: $(VENV)/.dev
	@test -n "$$CHROMIUM_PATH" || command -v chromium-headless-shell chromium chromium-browser google-chrome >/dev/null \
	  || $(BIN)/playwright install chromium \
	  || { echo "The browser tests need Chromium: run 'apt-get install chromium', or set CHROMIUM_PATH."; exit 1; }

# Lighthouse, the markup checker and a link checker over every type of page, into docs/audit.md.
audit: browser audit/node_modules/.package-lock.json
	@BIN=$(BIN) sh deploy/audit

audit/node_modules/.package-lock.json: audit/package-lock.json
	@command -v npm >/dev/null || { echo "make audit needs npm, which comes with Node: see https://nodejs.org."; exit 1; }
	cd audit && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Bring the translations in line with the texts of the site; what is new then waits in faq/locale for its words.
messages: $(VENV)/.dev
	@command -v xgettext >/dev/null || { echo "make messages needs GNU gettext: run 'apt-get install gettext'."; exit 1; }
	DEBUG=1 $(BIN)/python manage.py makemessages --all --no-wrap --no-obsolete --add-location file \
	  $(foreach folder,.venv audit bench docs tests var,--ignore $(folder))
	DEBUG=1 $(BIN)/python manage.py compilemessages --ignore .venv

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "This needs Python 3.11 or newer. Set PYTHON=, for example 'make run PYTHON=python3.12'."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.site: $(VENV)/.python requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.site requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Renew the pictures in the README and the guides.
pictures: $(VENV)/.dev
	$(BIN)/python docs/take_pictures.py

clean:
	rm -rf $(VENV) var
