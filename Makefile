# Needs Python 3.11 or later and make, nothing else: every target sets up what it lacks. `make help` lists them.

HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
BENCH_ARGS ?=
VENV := .venv
# The first Python that is new enough; name another with make PYTHON=...
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell \
    $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(name))))

run := $(VENV)/bin/python -m
tipgraph := $(run) tipgraph.cli
ready := $(VENV)/.ready
beside := $(VENV)/.bench
built := build/dataset/manifest.json
valid := build/.valid
exported := build/dataset-exports/exports.json
record := $(shell find data ontology shapes queries -type f)
program := $(shell find src -name '*.py' -o -name '*.rq' -o -name '*.csv')
scripts := $(shell find ui -name node_modules -prune -o -type f -print)
bundle := src/tipgraph/web/static/ui/stamp.txt

.PHONY: help setup serve test build validate extract document register bench bench-ingest bench-export bench-validate mutate lint format lock clean
.DELETE_ON_ERROR:

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "make serve PORT=8080 HOST=0.0.0.0 serves elsewhere; make test PYTEST_ARGS='-k turtle' runs some of the tests."

setup: $(ready) ## Make .venv with everything the project needs; later runs need no network.

# Only a changed pyproject.toml, lock or script of the pages sets up again. What is there already is kept, so that this
# works offline. The scripts are built by hatch_build.py, as part of the installation.
$(ready): pyproject.toml requirements.lock hatch_build.py $(scripts)
	@test -n "$(PYTHON)" || { echo "tipgraph needs Python 3.11 or later, and found none: install it, or name it with make PYTHON=..." >&2; exit 1; }
	@$(VENV)/bin/python -m pip --version >/dev/null 2>&1 || { rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); } || \
	  { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment: install its venv module (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(run) pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(run) pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@test -f $(bundle) || echo "Plain pages will be served, without scripts: '$(run) hatch_build' says why" >&2
	@touch $@

$(built): $(record) $(program) | $(ready)
	@$(tipgraph) build
	@touch $@

# HermiT takes the longest and needs Java: `make validate` asks it, serving does not wait for it.
$(valid): $(built)
	@$(tipgraph) validate --quiet --skip consistency
	@touch $@

$(exported): $(built)
	@$(tipgraph) export all --build $(dir $(built)) --output $(dir $@)
	@touch $@

serve: $(ready) $(valid) $(exported) ## Build, validate, export, and serve the record at http://127.0.0.1:8000/.
	@exec $(tipgraph) serve --host $(HOST) --port $(PORT)

test: $(ready) ## Run the tests, a file a processor at a time.
	@$(run) pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

build: $(ready) $(built) ## Write the dataset to build/dataset, if the record has changed.

validate: $(ready) ## Check the record: shapes, anchors, rules, and consistency where Java is installed.
	@$(tipgraph) validate --quiet

extract: $(ready) ## Write data/extracted anew from the source texts.
	@$(tipgraph) extract

document: $(ready) ## Write docs/ontology.md anew.
	@$(tipgraph) document

register: $(ready) ## Add the IRIs that are new to the register.
	@$(tipgraph) register

# What the server is measured beside; where it cannot be had, the benchmark says so and leaves it out.
$(beside): requirements-bench.lock | $(ready)
	@echo "Setting up rdflib-endpoint ..."
	@if $(run) pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-bench.lock; \
	  then touch $@; else echo "rdflib-endpoint cannot be installed now: the benchmark goes without it" >&2; fi

bench: $(ready) $(beside) ## Measure the server beside others, on generated data (docs/benchmark.md), and what docs/README.md promises.
	@$(run) tests.bench $(BENCH_ARGS)
	@$(run) pytest -m bench -rP $(PYTEST_ARGS)

bench-ingest: $(ready) ## Measure how fast documents are ingested, on a generated corpus.
	@$(run) pytest -m bench -rP tests/test_bench_ingest.py $(PYTEST_ARGS)

bench-export: $(ready) ## Measure how fast the dataset is exported in each form, on generated data.
	@$(run) pytest -m bench -rP tests/test_bench_export.py $(PYTEST_ARGS)

bench-validate: $(ready) ## Measure how fast the shapes are run beside plain pyshacl, on generated data.
	@$(run) pytest -m bench -rP tests/test_bench_validate.py $(PYTEST_ARGS)

mutate: $(ready) ## Make faults in copies of the record and count those that validation finds.
	@$(run) tests.mutate $(MUTATE_ARGS)

lint: $(ready) ## Check style and types.
	@$(run) ruff check
	@$(run) ruff format --check
	@$(run) mypy

format: $(ready) ## Mend what ruff can mend.
	@$(run) ruff check --fix --quiet || true
	@$(run) ruff format

lock: ## Look for newer versions of what is installed and write requirements.lock anew (needs uv).
	@mkdir -p build
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --group dev pyproject.toml > build/versions
	@{ grep '^#' requirements.lock; cat build/versions; } > build/requirements.lock
	@mv build/requirements.lock requirements.lock
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --constraint requirements.lock --group bench > build/versions
	@{ sed -n '1,/^[^#]/p' requirements-bench.lock | grep '^#'; cat build/versions; } > build/requirements-bench.lock
	@mv build/requirements-bench.lock requirements-bench.lock && rm build/versions

clean: ## Remove what make has made.
	rm -rf $(VENV) build dist src/tipgraph/web/static/ui __pycache__ .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
