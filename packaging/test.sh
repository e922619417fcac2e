#!/usr/bin/env bash
# Builds the project and runs all of its tests: what must be green before a commit.
#   packaging/test.sh          dev build (ASan + UBSan) with every test, release build with the command-line tests, a Galera cluster and
#                              a short benchmark, clang-tidy on changed sources; a tree that was green before is not tested again
#   packaging/test.sh --full   always runs, and adds every test on the release build, the truth matrix of all portals, twenty kills,
#                              the fuzz targets, the full benchmarks and clang-tidy on all sources
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

full=0
for argument in "$@"; do
    case "$argument" in
        --full) full=1 ;;
        -h | --help) sed -n '2,6s/^# \{0,1\}//p' packaging/test.sh; exit 0 ;;
        *) echo "test.sh: unknown option $argument (known: --full)" >&2; exit 2 ;;
    esac
done

jobs=$(nproc)
logs=build/test-logs
stamp=build/test.stamp
summary=()

step() { printf '\n== %s\n' "$1"; }
minutes() { printf '%d.%d' $((SECONDS / 60)) $((SECONDS % 60 / 6)); }
fail() { printf '\ntest.sh: FAILED: %s (%s minutes)\n' "$*" "$(minutes)" >&2; exit 1; }

# One number for everything a result depends on: files as they lie here, compiler, libraries. Empty without git.
tree_state() {
    git rev-parse --is-inside-work-tree >/dev/null 2>&1 || return 0
    {
        git ls-files -z --cached --others --exclude-standard | LC_ALL=C sort -zu | xargs -0 sha256sum 2>/dev/null || true
        g++ --version
        dpkg-query -W 2>/dev/null || true
    } | sha256sum | cut -d' ' -f1
}

# build PRESET [TARGET…]
build() {
    local preset=$1 log=$logs/build-$1.log
    shift
    # Quickstart configures the release build without tests: say it each time.
    cmake --preset "$preset" -DFURUSATO_TESTS=ON >"$log" 2>&1 || { tail -n 40 "$log" >&2; fail "configuring $preset"; }
    if ! cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"} >"$log" 2>&1; then
        grep -E -A 12 'error:|FAILED:|undefined reference' "$log" | head -n 120 >&2 || tail -n 60 "$log" >&2
        fail "building $preset (all of it: $log)"
    fi
    echo "built $preset ($(minutes) min)"
}

# run_ctest PRESET NAME [OPTION…]: prints ctest's closing lines; on failure what the failing tests said.
run_ctest() {
    local preset=$1 name=$2 log=$logs/$2.log
    shift 2
    if ! ctest --preset "$preset" --parallel "$jobs" --no-tests=error "$@" >"$log" 2>&1; then
        grep -vE '^ *Start +[0-9]+:| Passed +[0-9.]+ sec' "$log" >&2 || true
        fail "tests: $name (all of it: $log)"
    fi
    local closing
    closing=$(grep -E '^[0-9]+% tests passed' "$log")
    grep -E '^[0-9]+% tests passed|^Total Test time' "$log"
    summary+=("$name: ${closing##*out of } passed")
}

# Every contract test must have run on each database.
count_engines() {
    local sqlite mariadb
    sqlite=$(grep -cE 'contract: ?Engines/.*/Sqlite.* Passed' "$logs/dev.log" || true)
    mariadb=$(grep -cE 'contract: ?Engines/.*/Mariadb.* Passed' "$logs/dev.log" || true)
    echo "contract tests: SQLite $sqlite, MariaDB $mariadb"
    ((sqlite > 0 && sqlite == mariadb)) || fail "the databases did not run the same contract tests"
    summary+=("contract: $sqlite on SQLite, $mariadb on MariaDB")
}

# run_script NAME COMMAND…: prints the script's last lines; on failure its end.
run_script() {
    local name=$1 log=$logs/$1.log
    shift
    if ! "$@" >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        fail "$name (all of it: $log)"
    fi
    tail -n 15 "$log"
    summary+=("$name: ok")
}

# The commit that changes are counted from: where this branch left origin, else the commit before; the empty tree for a first commit.
change_base() {
    local head base ref
    if ! head=$(git rev-parse --verify --quiet HEAD); then
        git hash-object -t tree /dev/null
        return
    fi
    for ref in origin/HEAD origin/main; do
        base=$(git merge-base HEAD "$ref" 2>/dev/null) || continue
        [[ $base == "$head" ]] || { echo "$base"; return; }
    done
    if git rev-parse --verify --quiet HEAD~1; then return; fi
    [[ $(git rev-parse --is-shallow-repository) == true ]] || git hash-object -t tree /dev/null
}

# The sources to check: changed .cpp files, and for a changed header the first two sources that include it.
sources_to_check() {
    if ((full)); then
        find src -name '*.cpp'
        return
    fi
    local file
    { git diff --name-only --diff-filter=d "$1" --; git ls-files --others --exclude-standard; } |
        while read -r file; do
            case "$file" in
                src/*.cpp) echo "$file" ;;
                include/*.hpp) grep -rlF --include='*.cpp' "\"${file#include/}\"" src | head -n 2 || true ;;
                src/*.hpp) grep -rlF --include='*.cpp' "\"${file#src/}\"" src | head -n 2 || true ;;
            esac
        done
}

check_sources() {
    local base="" files=() headers key file
    if ! ((full)); then
        git rev-parse --is-inside-work-tree >/dev/null 2>&1 && base=$(change_base)
        if [[ -z $base ]]; then
            echo "skipped: no git history here that would tell what changed"
            summary+=("clang-tidy: skipped")
            return
        fi
    fi
    mapfile -t files < <(sources_to_check "$base" | LC_ALL=C sort -u)
    headers=$(find include src -name '*.hpp' -print0 | LC_ALL=C sort -z | { xargs -0 cat .clang-tidy 2>/dev/null || true; } | sha256sum)
    mkdir -p build/tidy
    local waiting=()
    for file in "${files[@]}"; do
        key=build/tidy/$({ cat "$file"; echo "$file $headers"; } | sha256sum | cut -d' ' -f1)
        [[ -e $key ]] || waiting+=("$file" "$key")
    done
    if ((${#waiting[@]})); then
        # shellcheck disable=SC2016
        printf '%s\0' "${waiting[@]}" |
            xargs -0 -n 2 -P "$jobs" bash -c 'clang-tidy -p build/dev --quiet --warnings-as-errors="*" "$0" && : >"$1"' >"$logs/clang-tidy.log" 2>&1 ||
            { grep -E -A 4 'error:|warning:' "$logs/clang-tidy.log" | head -n 120 >&2; fail "clang-tidy (all of it: $logs/clang-tidy.log)"; }
    fi
    echo "no findings in ${#files[@]} sources ($((${#waiting[@]} / 2)) of them checked now)"
    summary+=("clang-tidy: ${#files[@]} sources")
}

step "Dependencies"
packaging/install-deps.sh --test
mkdir -p "$logs"

state=$(tree_state)
if ! ((full)) && [[ -n $state && -f $stamp && $(head -n 1 "$stamp") == "$state" ]]; then
    step "Nothing changed since this tree was green; its result was"
    tail -n +2 "$stamp"
    exit 0
fi

step "Dev build (ASan + UBSan), all tests"
build dev
run_ctest dev dev
count_engines

step "ThreadSanitizer, what threads share"
build tsan
run_ctest tsan tsan

step "Release build, command-line tests"
if ((full)); then
    build release
    run_ctest release release
else
    # All of it ran on the dev build; building the other tests again, and killing again, would take longer than the rest of this step.
    build release furusato bench_ledger_at_scale
    run_ctest release release --label-regex '^cli$' --exclude-regex '^cli: (kill|mysql|bad_input) '
fi

export FURUSATO_BINARY=$PWD/build/release/bin/furusato
step "Galera cluster of three"
run_script galera python3 tests/cluster/test_galera.py
if [[ -f tests/bench/smoke.sh ]]; then
    step "Benchmark, short"
    run_script bench-smoke bash tests/bench/smoke.sh
fi
if ((full)); then
    step "Truth matrix: every portal, encoding and seed"
    run_script truth-matrix python3 tests/truth/matrix.py
    step "Twenty kills of imports and issues"
    run_script kills python3 tests/cli/test_kill.py --full
    run_script kills-receipts python3 tests/cli/test_receipts.py --full
    step "A hundred thousand operations of clerks, and every byte of the audit"
    FURUSATO_OPERATIONS=100000 run_script clerks build/release/bin/contract_tests --gtest_filter='*ClerkSequence*'
    FURUSATO_EVERY_BYTE=1 run_script every-byte build/release/bin/contract_tests --gtest_filter='*ByteFlips*/Sqlite'
    step "What a fuzzer makes of files, ten minutes for each reader"
    run_script fuzz bash tests/fuzz/run.sh 600
    step "Truth matrix on MariaDB"
    run_script truth-matrix-mysql python3 tests/truth/matrix.py --mysql
    step "Benchmarks"
    run_script bench-import /usr/bin/python3 tests/bench/import_against_shell.py build/release/bin/furusato
    run_script bench-mysql /usr/bin/python3 tests/bench/import_against_load_data.py build/release/bin/furusato
    run_script bench-copy bash tests/bench/copy_there_and_back.sh build/release/bin/furusato
    run_script bench-receipts bash tests/bench/receipts/compare.sh build/release
fi

step "clang-tidy"
check_sources

total=$(printf '%s · ' "${summary[@]}")
printf '\nAll green: %s%s minutes\n' "$total" "$(minutes)"
if [[ -n $state && $state == "$(tree_state)" ]]; then
    {
        echo "$state"
        grep -hE '^[0-9]+% tests passed' "$logs/dev.log" "$logs/release.log"
        printf 'All green: %s%s minutes, on %s\n' "$total" "$(minutes)" "$(date '+%Y-%m-%d %H:%M')"
    } >"$stamp"
fi
