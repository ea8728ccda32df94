# The daily commands: `make help`.

SHELL := /bin/bash
.DEFAULT_GOAL := help

CARGO  ?= cargo
PYTHON := .venv/bin/python
DATA   ?= data
LISTEN ?= 127.0.0.1:8080
ARGS   ?=
# The server that tests start.
DEBUG_BINARY = "$$(realpath "$${CARGO_TARGET_DIR:-target}/debug/hamahang")"
# Node is the machine's where it is new enough, otherwise that of scripts/setup.
export PATH := $(CURDIR)/.node/bin:$(PATH):$(HOME)/.cargo/bin

# OpenSSL goes into the released binary when it can be built here (it needs perl): the binary then needs only libc.
RELEASE_FEATURES = $(shell command -v perl >/dev/null && echo --features static-openssl)

# What the web app is made of. Folders are among it, so that a file taken away is noticed.
WEB := $(shell find web/src web/public -not -name '*.gen.ts' 2>/dev/null) \
	$(wildcard web/index.html web/package.json web/tsconfig*.json web/vite.config.ts) scripts/pack-web.mjs

.PHONY: help run build web pdf setup setup-deny test test-rust test-fuzz test-web test-browser fuzz-mail guide measure-browser bench openapi lint lint-web fmt deny clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build, load the demo story and serve it (DATA=folder LISTEN=address ARGS="--password …")
	@echo "The demo story is in $(DATA)/. When the line 'ready http://…' appears, open that address"
	@echo "and sign in as one of the people printed above it. Ctrl-C ends it."
	@target/release/hamahang demo --data-dir $(DATA) --listen $(LISTEN) $(ARGS)

build: web pdf ## the release binaries: target/release/hamahang, the web app in it, and beside it hamahang-pdf
	$(CARGO) build --release --locked --bin hamahang $(RELEASE_FEATURES)

pdf: ## the program that sets PDF: target/release/hamahang-pdf (slow, once)
	@scripts/setup build
	$(CARGO) build --release --locked --package hamahang-pdf

web: web/packed/index.html ## the web app, to be put into the binary (nothing to do when nothing changed)

web/node_modules/.installed: web/package-lock.json
	@scripts/setup web
	npm --prefix web ci --no-fund --no-audit
	@touch $@

web/packed/index.html: web/node_modules/.installed $(WEB)
	@scripts/setup web
	npm --prefix web run build
	node scripts/pack-web.mjs web/dist web/packed

setup: ## install what building and testing needs (Debian packages, .venv, Node where it is missing)
	@scripts/setup all

setup-deny: ## install cargo-deny into ~/.cargo/bin (about two minutes, once)
	@scripts/setup deny

test: test-rust test-fuzz test-web test-browser ## every test: unit, both databases over HTTP, real SMTP, fuzzing, the web app

test-rust: setup web pdf ## the Rust tests alone (ARGS="name" for some of them)
	$(CARGO) test --locked $(ARGS)

test-fuzz: setup web pdf ## the API against its own OpenAPI document (schemathesis)
	$(CARGO) build --locked --bin hamahang
	$(PYTHON) tests/fuzz/run.py $(DEBUG_BINARY)

test-web: setup web ## the web app's types, lints, unit tests, and whether its client is stale
	npm --prefix web run check
	npm --prefix web run budget

test-browser: setup web pdf ## the stories of the user guide in a browser, against the real server on both databases (ARGS="name")
	$(CARGO) build --locked --bin hamahang
	HAMAHANG_BIN=$(DEBUG_BINARY) npm --prefix web run e2e -- $(ARGS)
	HAMAHANG_BIN=$(DEBUG_BINARY) HAMAHANG_E2E_DATABASE=postgres \
		npm --prefix web run e2e -- $(if $(ARGS),$(ARGS),e2e/stories)

fuzz-mail: ## the reading of mails, by coverage-guided fuzzing (five minutes, or ARGS="-max_total_time=3600")
	command -v cargo-fuzz >/dev/null || $(CARGO) install --locked cargo-fuzz
	mkdir -p tests/fuzz/mail/corpus/read
	RUSTC_BOOTSTRAP=1 $(CARGO) fuzz run --fuzz-dir tests/fuzz/mail --sanitizer none read \
		tests/fuzz/mail/corpus/read tests/mail/in -- $(or $(ARGS),-max_total_time=300) -timeout=10 -rss_limit_mb=1024 -max_len=65536

guide: build ## take the pictures of the user guide anew (docs/images/guide)
	@scripts/setup browser
	HAMAHANG_BIN="$$(realpath "$${CARGO_TARGET_DIR:-target}/release/hamahang")" npm --prefix web run guide -- $(ARGS)

measure-browser: build ## how fast the app is on a slow phone, and in a long list (docs/performance.md)
	@scripts/setup browser
	HAMAHANG_BIN="$$(realpath "$${CARGO_TARGET_DIR:-target}/release/hamahang")" npm --prefix web run measure -- $(ARGS)

bench: setup ## how fast it is, as ratios (half an hour; ARGS="--sizes 1000 --databases sqlite" for a part)
	$(CARGO) bench --locked --bench workload $(RELEASE_FEATURES) -- $(ARGS)

openapi: web/node_modules/.installed ## write docs/openapi.json and the web app's client anew, after a change of the API
	$(CARGO) run --locked --quiet -- openapi >docs/openapi.json.new
	mv docs/openapi.json.new docs/openapi.json
	npm --prefix web run client

lint: setup web lint-web ## formatting, clippy, documentation, spelling, licences: all without warnings
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) clippy --release --locked --package hamahang-pdf -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --quiet
	.venv/bin/typos
	@$(MAKE) --no-print-directory deny

lint-web: setup web/node_modules/.installed ## the web app's types and lints
	npm --prefix web run types
	npm --prefix web run types -- -p e2e
	npm --prefix web run lint

fmt: ## format the code
	$(CARGO) fmt --all

deny: ## licences, bans, sources and (where reachable) advisories of the dependencies
	@scripts/deny

clean: ## remove what was built (data stays)
	$(CARGO) clean
	rm -rf web/dist web/packed/* web/node_modules/.installed
