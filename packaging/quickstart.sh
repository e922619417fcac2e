#!/usr/bin/env bash
# From a bare Debian 12 to a filled demo city: dependencies, release build, demo data, receipts, report.
#   packaging/quickstart.sh              everything
#   packaging/quickstart.sh --no-serve   the same, and never starts a service at the end
# Run again, it builds, imports and issues only what is new. All people and amounts of the demo are invented.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

serve=1
for argument in "$@"; do
    case "$argument" in
        --no-serve) serve=0 ;;
        -h | --help) sed -n '2,5s/^# \{0,1\}//p' "packaging/quickstart.sh"; exit 0 ;;
        *) echo "quickstart.sh: unknown option $argument (known: --no-serve)" >&2; exit 2 ;;
    esac
done

data=var/demo
as_of=2024-02-29
program=build/release/bin/furusato
log=build/quickstart.log

step() { printf '\n[%s/6] %s\n' "$1" "$2"; }
minutes() { printf '%d.%d' $((SECONDS / 60)) $((SECONDS % 60 / 6)); }
fail() { printf '\nquickstart.sh: %s\n' "$*" >&2; exit 1; }
demo() { "$program" --data "$data" --as-of "$as_of" "$@"; }

# quietly COMMAND…: its output goes to the log, and to the screen when it fails.
quietly() {
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        fail "\"$*\" failed (all of its output: $log)"
    fi
}

step 1 "必要なソフトの確認  dependencies"
packaging/install-deps.sh

step 2 "プログラムの作成  release build"
mkdir -p build
if [[ ! -f build/release/build.ninja || CMakePresets.json -nt build/release/build.ninja ]]; then
    quietly cmake --preset release
fi
if [[ -t 1 ]]; then
    cmake --build --preset release --target furusato --parallel "$(nproc)" || fail "the build failed"
else
    quietly cmake --build --preset release --target furusato --parallel "$(nproc)"
fi
echo "      $program ($(minutes) min)"

step 3 "見本の市を用意  demo city (架空データ)"
mkdir -p "$data"
demo init --demo

step 4 "ポータルのファイルを取込  import of the demo files"
import_result=0
demo import etc/demo/portal/*.csv || import_result=$?
case "$import_result" in
    0) ;;
    6) echo "      読み取れない行や保留の行があります（上の一覧）。見本のファイルには、わざと2行入れてあります。"
       echo "      Some rows are in error or held, as listed above: the demo files hold two such rows on purpose." ;;
    *) fail "the import failed (exit code $import_result)" ;;
esac

step 5 "受領証明書の発行  receipts"
receipts=$data/receipts.pdf
for ((number = 2; ; number++)); do
    [[ -e $receipts ]] || break
    last_receipts=$receipts
    receipts=$data/receipts-$number.pdf
done
receipt_result=0
answer=$(demo receipt issue --out "$receipts" --json) || receipt_result=$?
issued=$(sed -n 's/.*"issued":\([0-9]*\).*/\1/p' <<<"$answer")
case "$receipt_result" in
    0 | 6) ;;
    *) fail "receipts could not be issued (exit code $receipt_result)" ;;
esac
if ((${issued:-0} > 0)); then
    echo "      $issued 枚を発行しました。  $issued receipts issued: $receipts"
    skipped=$(grep -o '"code":"receipt\.name_damaged"' <<<"$answer" | wc -l)
    ((skipped == 0)) || echo "      氏名の文字が欠けた $skipped 件は発行していません。  $skipped not issued: characters of the name are lost."
else
    receipts=${last_receipts:-none}
    echo "      すべて発行済みです。  All receipts have been issued before: $receipts"
fi

step 6 "月次報告  revenue of fiscal 2023"
demo report revenue --year 2023
demo report revenue --year 2023 --json >"$data/revenue_2023.json"

cat <<TEXT

できました（$(minutes) 分）。  Done in $(minutes) minutes.

  見本のデータ     data folder      $data
  受領証明書       receipts (PDF)   $receipts
  月次報告 (JSON)  revenue report   $data/revenue_2023.json
  プログラム       program          $program

次にできること  What to do next:
  $program --data $data --as-of $as_of donation list --limit 10
  $program --data $data --as-of $as_of gift list
  $program --data $data --as-of $as_of campaign list
  $program --data $data --as-of $as_of verify
  $program --help
使い方の説明は README.md の「かんたんガイド」にあります。
TEXT
if ((serve)); then
    cat <<TEXT

この版には画面（Webサービス）がありません。操作はコマンドで行います。
This version has no web service; it is used from the command line.
TEXT
fi
