#!/usr/bin/env bash
# Builds the fuzz targets with clang and runs each for some seconds on its corpus; fails on the first finding.
#   tests/fuzz/run.sh [SECONDS] [TARGET…]     default 60 seconds, all of: decode records profile packed
# What the fuzzer finds new is kept in build/fuzz/found-<target>, a finding in build/fuzz/<target>-*.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=${1:-60}
shift || true
targets=("$@")
((${#targets[@]})) || targets=(decode records profile packed)

build=build/fuzz
cmake -S . -B $build -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++ -DFURUSATO_TESTS=OFF -DFURUSATO_FUZZ=ON >/dev/null
cmake --build $build --parallel "$(nproc)" --target "${targets[@]/#/fuzz_}" >$build/build.log 2>&1 || { tail -n 40 $build/build.log >&2; exit 1; }

for target in "${targets[@]}"; do
    mkdir -p $build/found-"$target"
    # What came before is the start of what comes next; the committed corpus is read only.
    if ! $build/bin/fuzz_"$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix=$build/"$target"- $build/found-"$target" tests/fuzz/corpus/"$target" >$build/"$target".log 2>&1; then
        tail -n 40 $build/"$target".log >&2
        echo "fuzz: $target has a finding (all of it: $build/$target.log)" >&2
        exit 1
    fi
    echo "fuzz: $target, $seconds s, $(sed -n 's/^stat::number_of_executed_units: *//p' $build/"$target".log) inputs, no finding"
done
