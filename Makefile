# Every target makes its own environment in .venv; run `make` alone for the list.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help env demo test check bench corpus pictures clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

.venv/.installed: setup.cfg pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gongkai needs Python 3.11 or newer: set PYTHON=")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[test,bench,ocr]'
	touch $@

## env    the environment in .venv, with everything that tests and benchmarks need
env: .venv/.installed

## demo   practice portals on loopback, crawled, parsed, built and served on http://127.0.0.1:8001
demo: env
	$(BIN)/gongkai demo

## test   every test, with ruff and mypy
test: env
	./tests/run

## check  ruff and mypy alone
check: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

## bench  every benchmark, side by side in one run; writes docs/performance.md
bench: env
	$(BIN)/python -m bench

## corpus generated reports in every format, with their values, below CORPUS (corpus/); needs LibreOffice and Chromium
CORPUS ?= corpus
REPORTS ?= 20
corpus: env
	$(BIN)/python -m tests.corpus $(CORPUS) --reports $(REPORTS)

## pictures  the pictures of the README, taken again of the demo's site; needs Chromium
pictures: env
	$(BIN)/python -m demo.pictures

## clean  remove the environment and what the demo made
clean:
	rm -rf .venv demo-data *.egg-info
