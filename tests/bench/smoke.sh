#!/usr/bin/env bash
# The benchmarks at a small size: they must run and print; their ratios are judged by people, at full size.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
/usr/bin/python3 tests/bench/import_against_shell.py "${FURUSATO_BINARY:-build/release/bin/furusato}" --rows 5000 --pairs 1
