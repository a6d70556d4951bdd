# make demo   fuzz minicc against gcc, then find and explain a planted fault
# make test   lint, type check, tests
# make cluster-demo   a campaign on a dask cluster on this machine, one worker killed in the middle
# make fuzz-frontend   20,000 broken programs: minicc must refuse them in words
# make lock   resolve the dependencies anew (needs uv)
# Both install what they need into .venv first.

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin

# Without .pyc files every start of minicc costs four times as much.
export PYTHONDONTWRITEBYTECODE =
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo cluster-demo test check-undefined fuzz-frontend lint lock clean

demo: $(VENV)/.installed
	@bash scripts/demo.sh

test: $(VENV)/.installed
	@bash scripts/setup.sh test-tools
	@$(MAKE) --no-print-directory lint
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 2

cluster-demo: $(VENV)/.installed
	@bash scripts/setup.sh cluster
	@bash scripts/cluster_demo.sh

check-undefined: $(VENV)/.installed
	CHECK_ALL_UNDEFINED=1 PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -q -n 2 tests/oracle/test_undefined_corpus.py

fuzz-frontend: $(VENV)/.installed
	@$(BIN)/fuzz frontend -n 20000 --compare 20 --keep build/fuzz-frontend corpus/programs corpus/regressions tests/minicc

lint: $(VENV)/.installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict

$(VENV)/.installed: requirements.lock pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" bash scripts/setup.sh install

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --extra test --extra build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url -c requirements.lock --extra build pyproject.toml -o requirements-runtime.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url -c requirements.lock --extra cluster pyproject.toml -o requirements-cluster.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
