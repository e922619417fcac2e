#!/bin/sh
# Receipts against reportlab, in turn, medians: compare.sh [BUILD=build/release] [COUNT=1000] [ROUNDS=5]
# Fails when ours takes more than 1.5 times reportlab's time. Needs python3-reportlab and fonts-ipafont-gothic.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
build=${1:-$root/build/release}
count=${2:-1000}
rounds=${3:-5}
ours=$(find "$build" -name bench_receipt_pages -type f | head -n 1)
[ -n "$ours" ] || { echo "bench_receipt_pages is not built in $build" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Debian's python3 by its path: another one in PATH does not see python3-reportlab.
for round in $(seq "$rounds"); do
    "$ours" "$count" "$folder/ours.pdf" "$root/etc" >>"$folder/ours"
    /usr/bin/python3 "$here/reportlab_pages.py" "$count" "$folder/reportlab.pdf" >>"$folder/reportlab"
done
middle=$(((rounds + 1) / 2))
mine=$(sort -g "$folder/ours" | sed -n "${middle}p")
theirs=$(sort -g "$folder/reportlab" | sed -n "${middle}p")
echo "pages=$count rounds=$rounds furusato=${mine}s reportlab=${theirs}s" \
    "bytes=$(stat -c %s "$folder/ours.pdf")/$(stat -c %s "$folder/reportlab.pdf")"
awk -v a="$mine" -v b="$theirs" 'BEGIN { printf "ratio=%.2f (at most 1.5)\n", a / b; exit a / b > 1.5 }'
