# The commands that people and CI share. `make` alone lists them.

PRESET ?= release
BUILD := build/$(PRESET)

.DEFAULT_GOAL := help
.PHONY: help demo test build asan tsan coverage mutate e2e e2e-node charts image property reliability soak lint bench fuzz format flags-page clean

help: ## list these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo "PRESET=dev|asan|tsan|release chooses the build (now: $(PRESET), in $(BUILD))"

demo: ## see it work here: a real Prometheus, an example worker, Barograph (Ctrl-C ends it)
	@tools/install-dependencies build demo
	@tools/build $(PRESET) barograph
	@BAROGRAPH=$(BUILD)/barograph tools/demo

test: ## build everything, then run every unit and integration test
	@tools/install-dependencies build test
	@tools/build $(PRESET)
	ctest --preset $(PRESET) --parallel $$(nproc)

build: ## build everything into build/PRESET
	@tools/install-dependencies build
	@tools/build $(PRESET)

asan: ## every unit and integration test under AddressSanitizer and UndefinedBehaviorSanitizer
	@tools/install-dependencies build test
	@tools/sanitized asan

tsan: ## every unit and integration test under ThreadSanitizer
	@tools/install-dependencies build test
	@tools/sanitized tsan

coverage: ## which lines and branches the tests run (ARGS: --integration, or folders to list)
	@tools/install-dependencies build test coverage
	@tools/coverage $(ARGS)

mutate: ## change the code in small ways and count what no test notices (ARGS: rules, access, --seconds 300)
	@tools/install-dependencies build test mutation
	@tools/mutate $(or $(ARGS),rules access)

e2e: ## a real HorizontalPodAutoscaler in a real control plane
	@tools/install-dependencies build e2e
	@tools/build $(PRESET) barograph
	BAROGRAPH=$(BUILD)/barograph test/e2e/run

e2e-node: ## both charts, the image and the examples on a real node (root; about ten minutes)
	@tools/install-dependencies e2e-node
	test/e2e/node/run $(ARGS)

charts: ## the Helm charts: lint, what a real kube-apiserver says to them, the alerts
	@tools/install-dependencies build charts
	@tools/build $(PRESET) barograph
	BAROGRAPH=$(BUILD)/barograph test/charts/run

image: ## build and check the container image, with Docker or without
	@command -v docker >/dev/null && docker info >/dev/null 2>&1 || tools/install-dependencies image
	@tools/image

property: ## hostile selectors, judged by Prometheus' own parser; merged queries against single ones
	@tools/install-dependencies build e2e
	@tools/build $(PRESET) generate_queries check_query_merging
	PRESET=$(PRESET) test/property/run
	$(BUILD)/check_query_merging

reliability: ## break the backend and more in every way on record, and print what was served (ARGS: see test/reliability/run)
	@tools/install-dependencies build reliability
	@tools/build $(PRESET) barograph
	BAROGRAPH=$(BUILD)/barograph test/reliability/run $(ARGS)

soak: ## let 10,000 autoscalers ask for an hour, and see that nothing grows (ARGS: see test/reliability/soak --help)
	@tools/install-dependencies build reliability
	test/reliability/soak $(ARGS)

lint: ## check format, code, scripts and the architecture
	@tools/install-dependencies build lint
	@tools/lint

bench: ## measure beside nginx and others into bench/results (about an hour; ARGS: see bench/README.md)
	@tools/install-dependencies build e2e bench
	bench/run $(ARGS)

fuzz: ## run each fuzz target for SECONDS (default 10)
	@tools/install-dependencies build fuzz
	@tools/fuzz $(or $(SECONDS),10)

format: ## put every source file into the project's format
	@tools/install-dependencies lint
	git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 -i

flags-page: ## write the flags of serve into docs/flags.md anew
	@tools/build $(PRESET) cli_test
	@BAROGRAPH_UPDATE_PAGES=1 $(BUILD)/cli_test "the page of flags*"

clean: ## remove all builds
	rm -rf build
