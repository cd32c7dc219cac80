# Stratum: what can be made here. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

CONFIGURATION := Release
STRATUM := artifacts/net10.0/bin/Stratum.Node/release/stratum
RID ?= linux-x64
# The framework of the native check: .NET 10's native pack is not everywhere (docs/DEPENDENCIES.md).
AOT_FRAMEWORK ?= net9.0
AOT_DIR := artifacts/aot
ROUNDS ?= 200

.PHONY: help sim setup build native demo test test-aot bench bench-report crash-loop validation-bench publish aot-check lint clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## Install what is missing (libsodium), or say what to install
	@scripts/setup.sh

build: setup ## Build everything
	dotnet build Stratum.sln -c $(CONFIGURATION) --nologo -v quiet

demo: setup ## Start the demo: nodes on loopback, real weather replayed (DEMO_ARGS="--seconds 20" to stop by itself)
	dotnet build src/Stratum.Node -c $(CONFIGURATION) --nologo -v quiet
	@$(STRATUM) demo $(DEMO_ARGS)

test: build ## Build and run every test
	@scripts/test.sh

bench: setup native ## Run the benchmarks and print their table
	STRATUM_AOT="$(CURDIR)/$(AOT_DIR)/bin/stratum" dotnet run --project tests/Stratum.Benchmarks -c $(CONFIGURATION) -- $(BENCH_ARGS)

bench-report: setup native ## Run the storage benchmark and write docs/BENCHMARKS.md
	STRATUM_AOT="$(CURDIR)/$(AOT_DIR)/bin/stratum" STRATUM_BENCH_REPORT="$(CURDIR)/docs/BENCHMARKS.md" dotnet run --project tests/Stratum.Benchmarks -c $(CONFIGURATION) -- storage

native:
	@test -x $(AOT_DIR)/bin/stratum || $(MAKE) aot-check

crash-loop: build ## Kill the node 200 times while it takes observations (ROUNDS=n); none that was acknowledged may be lost
	STRATUM_CRASH_ROUNDS=$(ROUNDS) dotnet test tests/Stratum.EndToEnd.Tests -c Release --no-build --nologo --filter FullyQualifiedName~KillLoop

sim: setup ## Simulate meshes and print their figures: make sim N=1000 LOSS=0.2 SEED=7 HOSTILE=1 (several N with commas)
	SIM_N="$(N)" SIM_LOSS="$(LOSS)" SIM_SEED="$(SEED)" SIM_OBSERVATIONS="$(OBSERVATIONS)" SIM_HOSTILE="$(HOSTILE)" dotnet run --project tests/Stratum.Simulation -c $(CONFIGURATION)

validation-bench: setup ## Precision and recall of the validation on the labelled sets below DATA=folder
	@test -n "$(DATA)" || { echo "validation-bench: name the folder of a labelled set: make validation-bench DATA=folder"; exit 2; }
	VALIDATION_DATA="$(abspath $(DATA))" VALIDATION_REINJECT="$(REINJECT)" dotnet run --project tests/Stratum.Benchmarks -c $(CONFIGURATION) -- validation

publish: setup ## Publish a self-contained program for RID (RID=linux-x64, linux-arm64, linux-arm) into artifacts/publish/RID
	dotnet publish src/Stratum.Node -c $(CONFIGURATION) -r $(RID) --self-contained -p:PublishSingleFile=true -o artifacts/publish/$(RID) --nologo

aot-check: ## Publish the native program for linux-x64; fails on any trim or AOT warning of our own
	@scripts/setup.sh aot
	@mkdir -p $(AOT_DIR)
	dotnet publish src/Stratum.Node -c $(CONFIGURATION) -r linux-x64 -p:StratumPublishAot=true -p:StratumTargetFramework=$(AOT_FRAMEWORK) -o $(AOT_DIR)/bin --nologo > $(AOT_DIR)/publish.log 2>&1 \
	  || { cat $(AOT_DIR)/publish.log; exit 1; }
	@if sed 's/\[[^][]*csproj\]$$//' $(AOT_DIR)/publish.log | grep -E 'warning (IL|CS|CA)' | grep -E 'Stratum\.'; then echo "aot-check: a warning names a Stratum assembly"; exit 1; fi
	@ls -l $(AOT_DIR)/bin/stratum

test-aot: aot-check build ## Run the end-to-end smoke test against the native program
	STRATUM_BINARY=$(CURDIR)/$(AOT_DIR)/bin/stratum scripts/test.sh EndToEnd

lint: setup ## Check format and code style
	dotnet format Stratum.sln --verify-no-changes --no-restore --severity warn

clean: ## Remove everything that was built
	rm -rf artifacts
