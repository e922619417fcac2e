#!/usr/bin/env bash
# The benchmarks at a small size: they must run and print; their ratios are judged by people, at full size.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
/usr/bin/python3 tests/bench/import_against_shell.py "${FURUSATO_BINARY:-build/release/bin/furusato}" --rows 5000 --pairs 1
# Ten years in small: a ledger grown inside the database, and what is measured on it at ten million donations.
ledger=$(mktemp -d)
trap 'rm -rf "$ledger"' EXIT
/usr/bin/python3 tests/bench/scale/grow_ledger.py "${FURUSATO_BINARY:-build/release/bin/furusato}" --data "$ledger" --years 3 --orders 1000
build/release/bin/bench_ledger_at_scale "$ledger" --times 20 --export "$ledger/all.csv"
