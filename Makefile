# The daily commands: `make help`.

SHELL := /bin/bash
.DEFAULT_GOAL := help

CARGO  ?= cargo
PYTHON := .venv/bin/python
DATA   ?= data
LISTEN ?= 127.0.0.1:8080
ARGS   ?=
export PATH := $(PATH):$(HOME)/.cargo/bin

# OpenSSL goes into the released binary when it can be built here (it needs perl): the binary then needs only libc.
RELEASE_FEATURES = $(shell command -v perl >/dev/null && echo --features static-openssl)

.PHONY: help run build pdf setup setup-deny test test-rust test-fuzz bench lint fmt deny clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build, load the demo story and serve it (DATA=folder LISTEN=address ARGS="--password …")
	@echo "The demo story is in $(DATA)/. When the line 'ready http://…' appears, open that address"
	@echo "and sign in as one of the people printed above it. Ctrl-C ends it."
	@target/release/hamahang demo --data-dir $(DATA) --listen $(LISTEN) $(ARGS)

build: pdf ## the release binaries: target/release/hamahang and, beside it, hamahang-pdf
	$(CARGO) build --release --locked --bin hamahang $(RELEASE_FEATURES)

pdf: ## the program that sets PDF: target/release/hamahang-pdf (slow, once)
	@scripts/setup build
	$(CARGO) build --release --locked --package hamahang-pdf

setup: ## install what building and testing needs (Debian packages, a Python environment in .venv)
	@scripts/setup all

setup-deny: ## install cargo-deny into ~/.cargo/bin (about two minutes, once)
	@scripts/setup deny

test: test-rust test-fuzz ## every test: unit, both databases over HTTP, real SMTP, schema-driven fuzzing

test-rust: setup pdf ## the Rust tests alone (ARGS="name" for some of them)
	$(CARGO) test --locked $(ARGS)

test-fuzz: setup pdf ## the API against its own OpenAPI document (schemathesis)
	$(CARGO) build --locked --bin hamahang
	$(PYTHON) tests/fuzz/run.py "$${CARGO_TARGET_DIR:-target}/debug/hamahang"

bench: setup ## how fast it is, as ratios (half an hour; ARGS="--sizes 1000 --databases sqlite" for a part)
	$(CARGO) bench --locked --bench workload $(RELEASE_FEATURES) -- $(ARGS)

lint: setup ## formatting, clippy, documentation, spelling, licences: all without warnings
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) clippy --release --locked --package hamahang-pdf -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --quiet
	.venv/bin/typos
	@$(MAKE) --no-print-directory deny

fmt: ## format the code
	$(CARGO) fmt --all

deny: ## licences, bans, sources and (where reachable) advisories of the dependencies
	@scripts/deny

clean: ## remove what was built (data stays)
	$(CARGO) clean
