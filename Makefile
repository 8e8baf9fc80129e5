# The one door. Each target calls a small script in .ci/, and CI calls the same ones.
.DEFAULT_GOAL := help
.PHONY: help run test check unit it e2e web web-release openapi contract migrations-check bench ci \
	db-start db-stop db-url db-wipe clean-data

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## installs what is missing, builds and starts everything on http://127.0.0.1:8080
	@.ci/start.sh

test: ## runs everything: format, lints, unit, properties, integration, contract, browser
	@.ci/test.sh

check: ## the quick gates: format, lints, documentation, words, layers, licences
	@.ci/test.sh fmt words layers licenses clippy doc

unit: ## tests that need no database
	@.ci/test.sh unit

it: ## integration tests on a private PostgreSQL; one feature: make it FILTER=agreements
	@.ci/test.sh it

e2e: ## browser tests on the real server; one spec: make e2e SPEC=smoke
	@.ci/test.sh e2e

web: ## builds the web app for development into dist/
	@.ci/web.sh dev

web-release: ## builds the web app as it is shipped, compressed, and checks its size
	@.ci/web.sh

openapi: ## writes openapi.yaml from the server's routes
	@.ci/openapi.sh write

contract: ## openapi.yaml is current, a generated client does the main job, made-up requests meet no server error
	@.ci/test.sh openapi client schemathesis

migrations-check: ## runs every migration up, down and up again and compares the schemas
	@.ci/test.sh migrations

bench: ## measures the hot paths beside their limits
	@.ci/bench.sh

ci: ## what CI runs
	@.ci/run

db-start: ## starts the private PostgreSQL without the server
	@.ci/pg.sh start

db-stop: ## stops it
	@.ci/pg.sh stop

db-url: ## prints its addresses
	@.ci/pg.sh env

db-wipe: ## throws the local database away
	@.ci/pg.sh wipe

clean-data: ## throws away everything local: databases and uploaded files
	@.ci/clean-data.sh
