#!/usr/bin/env bash
# A ledger of a million donations from SQLite to MariaDB and back: digests of every table and the reports must be the same.
#   tests/bench/copy_there_and_back.sh [FURUSATO [ROWS]]   1,160,000 rows of a choice file give a million donations; needs 5 GB in $TMPDIR
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
furusato=$(realpath "${1:-build/release/bin/furusato}") rows=${2:-1160000}
server=tests/support/mariadb_server.sh
folder=$(mktemp -d --tmpdir furusato-copy.XXXXXX)
clean_up() { "$server" stop "$folder/server" || true; rm -rf "$folder"; }
trap clean_up EXIT

exec 3>&1
# timed NAME COMMAND…: the command, and how long it took
timed() {
    local name=$1 start=$SECONDS
    shift
    "$@"
    printf '%5d s  %s\n' $((SECONDS - start)) "$name" >&3
}

data=$folder/data there=sqlite:$folder/data/furusato.db back=sqlite:$folder/back.db
/usr/bin/python3 tests/tools/make_portal_csv.py --portal choice --rows "$rows" --dirty 0.1 --seed 7 --encoding cp932 --out "$folder/choice.csv"
"$furusato" --data "$data" init >/dev/null
timed "import into SQLite" "$furusato" --data "$data" import "$folder/choice.csv" --json 2>/dev/null | grep -o '"received":[0-9]*' | head -n 1
rm "$folder/choice.csv"
"$server" start "$folder/server" --innodb-buffer-pool-size=2G --innodb-log-file-size=1G >/dev/null
url=$(<"$folder/server/url")
timed "copy to MariaDB, digests compared" "$furusato" --data "$data" database copy --from "$there" --to "$url" >/dev/null 2>&1
timed "copy back to SQLite, digests compared" "$furusato" --data "$data" database copy --from "$url" --to "$back" >/dev/null 2>&1

# A report carries the day on which it is asked for: one day for all.
report() { "$furusato" --data "$data" --as-of 2026-03-31 --database "$1" report revenue --year "$2" --json; }
for year in 2024 2025; do
    original=$(report "$there" $year | sha256sum)
    [[ $(report "$url" $year | sha256sum) == "$original" && $(report "$back" $year | sha256sum) == "$original" ]] ||
        { echo "report of $year differs" >&2; exit 1; }
done
for place in "$there" "$url"; do
    for _ in 1 2 3; do
        start=$(date +%s%N)
        report "$place" 2025 >/dev/null
        printf 'report revenue %s: %d ms\n' "${place%%:*}" $((($(date +%s%N) - start) / 1000000))
    done
done
echo "equal: every table's digest, reports of two years"
