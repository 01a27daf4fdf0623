# make run    set everything up, build the warehouse from data/raw, print a summary
# make test   set everything up, run the tests
# make ui     Dagster's web interface on http://127.0.0.1:3000
# make explore   a notebook to look around in the published data, on http://127.0.0.1:2718
# make lint   what .ci/run checks besides the tests
# make ocr    add what reads scans and photographs (OCR; some 300 MB)
# make setup-deploy   add what a server with PostgreSQL needs (docs/operations.md)
# make compiled   the same command in .compiled, its reading compiled: a quarter faster (needs a C compiler; minutes)
# make check-compiled   prove that on the tests of reading and rows
# make s3     add what copies documents from S3-compatible storage (some 30 MB)
# make cluster   add what reads on the machines of a Dask cluster and keeps the lake in a bucket (docs/scale.md)
# make check-s3   prove that copying on a storage server on this machine, with broken connections and kills
# make check-engines   have Spark read the lake as docs/scale.md says (needs Java 17 or newer)
# make test-deploy   the server for real: web interface, daemon, PostgreSQL; a document is dropped in and published
# make kills  kill 200 builds at seeded points, run each again and compare it with an undisturbed one
# make soak   ten minutes of a writer that builds and eight readers that check (MINUTES=10)
# make fuzz   read thousands of mutated documents: no crash, no hang, nothing lost in silence
# make bench  measure all that docs/performance.md says (hours); its parts follow
# make bench-reading   measure reading against the floor and other readers, on documents that the factory makes
# make bench-compiled   measure what compiling the readers is worth, and the same with them compiled
# make bench-scale   time builds of 1,000, 5,000 and 20,000 documents, with one core and with two
# make bench-values   measure reading values against other readers, on the same cases
# make bench-analysis   time every view and worked question on a made-up warehouse of 20,000 documents
# make bench-publishing   time publishing these 20,000, and one document less or more
# make lock   resolve the dependencies anew (needs uv)

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,$(shell \
	$(name) -c 'import sys; sys.version_info >= (3, 11) and print(sys.executable)' 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
OUT := data/out
KILLS := 200
MINUTES := 10

.PHONY: compiled check-compiled test-deploy cluster s3 check-s3 check-engines run test ui lint lock docs bench bench-reading bench-compiled bench-scale bench-values bench-analysis bench-publishing fuzz kills soak ocr explore setup-explore setup-deploy setup setup-dev clean

run: setup
	@$(BIN)/jixiao build

test: setup-dev
	$(BIN)/python -m pytest

ui: setup
	@mkdir -p .dagster && cp pipelines/dagster.yaml .dagster/
	DAGSTER_HOME=$(CURDIR)/.dagster $(BIN)/dagster dev -m pipelines.definitions -h 127.0.0.1 -p 3000

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: bench-reading bench-compiled bench-scale bench-publishing bench-analysis

bench-reading: setup-dev .bench-reading/.ready
	$(BIN)/python -m bench.reading --python .bench-reading/bin/python

bench-compiled: setup-dev compiled .bench-reading/.ready
	$(BIN)/python -m bench.compiled --python .compiled/bin/python
	.compiled/bin/python -P bench/installed.py bench.reading --python .bench-reading/bin/python

bench-scale: setup-dev .bench-scale/.ready
	$(BIN)/python -m bench.scale --python .bench-scale/venv/bin/python

bench-values: setup-dev .bench-values/.ready
	$(BIN)/python -m bench.values --python .bench-values/bin/python

bench-analysis: setup-dev
	$(BIN)/python -m bench.analysis

bench-publishing: setup-dev
	$(BIN)/python -m bench.publishing

docs: setup-dev
	$(BIN)/python -m warehouse.dictionary
	$(BIN)/jixiao build && $(BIN)/python -m warehouse.cookbook && $(BIN)/python -m pages.figure
	$(BIN)/python -m warehouse.score_page
	$(BIN)/python -m transforms.quality.catalogue
	$(BIN)/python -m tests.formats.matrix
	$(BIN)/python -m tests.transforms.quantity.page

explore: setup-explore
	MARIMO_SKIP_UPDATE_CHECK=1 $(BIN)/python -m marimo -y run explore/look_around.py --host 127.0.0.1 -- --out $(OUT)

ocr: $(VENV)/.ocr-ready
compiled: .compiled/.ready
s3: $(VENV)/.s3-ready
cluster: $(VENV)/.cluster-ready

setup: $(VENV)/.run-ready
setup-dev: $(VENV)/.dev-ready
setup-explore: $(VENV)/.explore-ready
setup-deploy: $(VENV)/.deploy-ready

$(VENV)/.run-ready: requirements.lock pyproject.toml
	@./scripts/setup.sh "$(PYTHON)" $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev-ready: requirements-dev.lock pyproject.toml
	@./scripts/setup.sh "$(PYTHON)" $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.run-ready

$(VENV)/.ocr-ready: requirements-ocr.lock | setup
	@./scripts/setup.sh "$(PYTHON)" $(VENV) requirements-ocr.lock
	@touch $@

$(VENV)/.s3-ready: requirements-s3.lock | setup
	@./scripts/setup.sh "$(PYTHON)" $(VENV) requirements-s3.lock
	@touch $@

$(VENV)/.cluster-ready: requirements-cluster.lock | setup
	@./scripts/setup.sh "$(PYTHON)" $(VENV) requirements-cluster.lock
	@touch $@

# -P keeps this folder's own modules behind those that are installed.
check-compiled: compiled
	.compiled/bin/python -P -m pytest --import-mode=append tests/transforms tests/pipelines/test_build.py

.compiled/.ready: requirements-dev.lock pyproject.toml setup.py $(shell find transforms pipelines pages warehouse sql explore -type f -not -name '*.pyc')
	@JIXIAO_COMPILED=1 ./scripts/setup.sh "$(PYTHON)" .compiled requirements-dev.lock $(if $(wildcard $(VENV)/.ocr-ready),requirements-ocr.lock)
	@touch $@

check-s3: .check-s3/.ready
	.check-s3/bin/python -m bench.bucket

check-engines: setup-dev .check-engines/.ready
	$(BIN)/python -m bench.engines --python .check-engines/bin/python

.check-engines/.ready: bench/engines/requirements.lock
	@./scripts/setup.sh "$(PYTHON)" .check-engines bench/engines/requirements.lock
	@touch $@

.check-s3/.ready: bench/bucket/requirements.lock
	@./scripts/setup.sh "$(PYTHON)" .check-s3 bench/bucket/requirements.lock
	@touch $@

$(VENV)/.explore-ready: requirements-explore.lock | setup
	@./scripts/setup.sh "$(PYTHON)" $(VENV) requirements-explore.lock
	@touch $@

$(VENV)/.deploy-ready: requirements-deploy.lock | setup
	@./scripts/setup.sh "$(PYTHON)" $(VENV) requirements-deploy.lock
	@touch $@

.bench-values/.ready: bench/values/requirements.lock
	@./scripts/setup.sh "$(PYTHON)" .bench-values bench/values/requirements.lock
	@touch $@

# As a user has it: what is installed for tests makes every process larger.
.bench-scale/.ready: requirements.lock requirements-ocr.lock
	@./scripts/setup.sh "$(PYTHON)" .bench-scale/venv requirements.lock
	@./scripts/setup.sh "$(PYTHON)" .bench-scale/venv requirements-ocr.lock
	@touch $@

.bench-reading/.ready: bench/reading/requirements.lock
	@./scripts/setup.sh "$(PYTHON)" .bench-reading bench/reading/requirements.lock
	@touch $@

lock:
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		-c constraints.txt pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		-c requirements.lock pyproject.toml requirements-build.in --extra explore --extra deploy --extra cluster --extra s3 --group dev -o requirements-dev.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		-c requirements-dev.lock pyproject.toml requirements-build.in --extra explore -o requirements-explore.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		-c requirements-dev.lock pyproject.toml requirements-build.in --extra ocr -o requirements-ocr.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		-c requirements-dev.lock pyproject.toml requirements-build.in --extra deploy -o requirements-deploy.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		-c requirements-dev.lock pyproject.toml requirements-build.in --extra s3 -o requirements-s3.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		-c requirements-dev.lock pyproject.toml requirements-build.in --extra cluster -o requirements-cluster.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		bench/bucket/requirements.in requirements-build.in -o bench/bucket/requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		bench/engines/requirements.in requirements-build.in -o bench/engines/requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --prerelease allow \
		bench/values/requirements.in requirements-build.in -o bench/values/requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		bench/reading/requirements.in requirements-build.in -o bench/reading/requirements.lock

test-deploy: setup-dev
	$(BIN)/python -m pytest -n0 tests/deploy/end_to_end.py

kills: setup-dev
	$(BIN)/python -m tests.faults --kills $(KILLS)

soak: setup-dev
	$(BIN)/python -m bench.soak --minutes $(MINUTES)

fuzz: setup-dev
	$(BIN)/python -m tests.fuzz $(FORMATS)

clean:
	rm -rf $(VENV) .bench-documents .bench-scale .check-s3 .check-engines .bench-values .bench-reading data/out
