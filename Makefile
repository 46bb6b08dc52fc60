# The menu: `make` alone prints it. Everything runs in .venv, which `make setup` makes.
SHELL := /bin/bash
.DEFAULT_GOAL := menu
PYTHON ?= python3
BIN := .venv/bin
CONFIG ?= configs/default.yaml
MODEL ?= models/default
DATA ?= corpus
INBOX ?= pipeline/corpus/sample
OUT ?= labelled.parquet
REPORT ?= report.html

.PHONY: menu setup run test test-all fuzz check format train smoke evaluate serve notebooks encoder ui build clean

menu: ## print this menu
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: .venv/.ready ## make .venv with everything in it (exact versions: configs/constraints.txt)

.venv/.ready: pyproject.toml configs/constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint configs/constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint configs/constraints.txt --editable '.[dev]'
	touch $@

run: setup ## label the sample inbox (or INBOX=…) and write report.html
	$(BIN)/complaints label $(INBOX) --out $(OUT) --report $(REPORT) --own-domain northlight.example

test: setup ## the tests: offline, minutes
	$(BIN)/python -m pytest -q

test-all: setup ## the slow tests too
	$(BIN)/python -m pytest -q -m ''

fuzz: setup ## ten minutes of odd bytes against reading and cleaning (Linux, atheris)
	$(BIN)/python -m pip install --quiet --constraint configs/constraints.txt --editable '.[fuzz]'
	$(BIN)/python -m tests.fuzz.reading build/fuzz -max_total_time=600

check: setup ## style, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## put the code in form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

train: setup ## train by CONFIG=configs/default.yaml
	$(BIN)/complaints train $(CONFIG)

smoke: setup ## the whole road on a few messages, in two minutes
	$(BIN)/complaints train configs/smoke.yaml

evaluate: setup ## judge MODEL=models/default on DATA=corpus, beside the linear baseline
	$(BIN)/complaints evaluate $(MODEL) $(DATA) --against baseline

serve: setup ## answer on http://127.0.0.1:8000 (OpenAPI at /docs)
	$(BIN)/complaints serve --model $(MODEL)

notebooks: setup ## run the notebooks from top to bottom
	$(BIN)/python -m pytest -q --nbmake -m '' notebooks

encoder: setup ## rebuild the embedded encoder (configs/encoder.yaml; hours on two cores, resumable)
	$(BIN)/python -m pip install --quiet --constraint configs/constraints.txt --editable '.[encoder]'
	$(BIN)/python -m pipeline.encoder configs/encoder.yaml

ui: setup ## look at the runs in MLflow, http://127.0.0.1:5000
	$(BIN)/mlflow ui --backend-store-uri sqlite:///runs/mlflow.db

build: setup ## a wheel with taxonomy, configs and the default model, in dist/
	$(BIN)/python -m build

clean: ## remove what can be made again
	rm -rf .venv build dist runs report.html labelled.parquet *.rejected.jsonl
