#!/bin/sh
# truth_check.sh PYTHON TRUTH_CHECK SOURCE_DIR WORK_DIR PORTAL ROWS SEEDS
# Writes files of one portal in both encodings, clean and dirty, and compares the import with the generator's truth.
set -eu
python=$1 check=$2 source=$3 work=$4 portal=$5 rows=$6 seeds=$7
failed=0
layouts=158
[ "$portal" != rakuten ] || layouts="158 107"
for layout in $layouts; do
for encoding in cp932 utf-8-sig; do
for dirty in 0 0.4; do
for seed in $(seq 1 "$seeds"); do
    name="$work/truth_$portal-$layout-$encoding-$dirty-$seed"
    "$python" "$source/tests/tools/make_portal_csv.py" --portal "$portal" --rms "$layout" --encoding "$encoding" --dirty "$dirty" \
        --rows "$rows" --seed "$seed" --broken 15 --postal "$source/etc/reference/postal_codes.csv" \
        --out "$name.csv" --truth "$name.json"
    "$check" "$source/etc" "$name.csv" "$name.json" || { echo "differs: $name.csv"; failed=1; }
    [ "$failed" -ne 0 ] || rm "$name.csv" "$name.json"
done
done
done
done
exit "$failed"
