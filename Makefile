.DEFAULT_GOAL := help
.PHONY: help run start test lint bench lock

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

run: ## a demo of two school years on http://127.0.0.1:8000 (another port: make run PORT=8010)
	@.ci/serve demo

start: ## an empty installation for a school that begins
	@.ci/serve empty

test: ## every test on SQLite and PostgreSQL (some of them: make test ARGS="-k orders")
	@.ci/test $(ARGS)

lint: ## ruff, templates, imports between floors, missing migrations
	@.ci/lint

bench: ## ratios against limits of their own, measured in the same run
	@.ci/setup lint
	@red=0; for one in bench/*.py; do echo "== $$one"; var/venv/bin/python $$one || red=1; done; exit $$red

# A pin changes only with UPGRADE: make lock UPGRADE="--upgrade" or UPGRADE="--upgrade-package django"
COMPILE = var/venv/bin/python -m uv pip compile --quiet --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(UPGRADE) pyproject.toml

lock: ## the lock files after a change of pyproject.toml
	$(COMPILE) -o requirements.txt
	$(COMPILE) -o requirements-dev.txt --group dev --constraint requirements.txt
