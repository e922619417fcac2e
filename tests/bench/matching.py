#!/usr/bin/env python3
"""How well donors are recognised: imports files whose true donors are known and counts pairs of donations.

    python3 tests/bench/matching.py build/release/bin/furusato [--rows 100000] [--seeds 41 42 43] [--portal choice]
                                    [--only CASE …]

Precision: of all pairs of donations that were given one donor, how many are of one person. Recall: of all pairs of one person, how many
were given one donor. Review: pairs that wait for a clerk, by donors. The second table says what each key contributes: of the donations
that were given to a donor already known, how many were found by it, and how many by it alone. Ends with 1 when a bar of the case is missed.
"""
import argparse
import collections
import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATOR = os.path.join(HERE, "..", "tools", "make_portal_csv.py")

# name: (options of the generator, least precision, least recall, most of the donors to review)
CASES = {
    "dirty 0.1": (["--dirty", "0.1"], 0.9999, 0.99, 0.02),
    "no mail": (["--dirty", "0.1", "--mail-rate", "0"], 0.999, 0.90, 0.02),
    "half mail, half phone": (["--dirty", "0.1", "--mail-rate", "0.5", "--phone-rate", "0.5"], 0.999, 0.85, 0.02),
    "shared contact": (["--dirty", "0.1", "--shared-contact"], 0.999, 0.90, 0.02),
    "dirty 0.4": (["--dirty", "0.4"], None, None, None),
}


FIELDS = ("name", "kana", "birth_date", "mail", "phone", "address")      # two bits each, as domain/donor_likeness.hpp packs them
UNKNOWN, AGREES, PARTLY, DIFFERS = range(4)
KEYS = {
    "mail": lambda of: of["mail"] == AGREES,
    "phone": lambda of: of["phone"] == AGREES,
    "name + postal code": lambda of: of["name"] == AGREES and of["address"] in (AGREES, PARTLY),
    "kana + birth date": lambda of: of["kana"] == AGREES and of["birth_date"] == AGREES,
}


def contributions(ledger):
    """-> {key: (share of the matches found by it, share found by it alone)}"""
    by, alone, matches = collections.Counter(), collections.Counter(), 0
    for packed, count in ledger.execute("SELECT reasons, COUNT(*) FROM donor_matches GROUP BY reasons"):
        of = {field: packed >> (2 * place) & 3 for place, field in enumerate(FIELDS)}
        found = [key for key, holds in KEYS.items() if holds(of)]
        matches += count
        for key in found:
            by[key] += count
        if len(found) == 1:
            alone[found[0]] += count
    return {key: (by[key] / max(1, matches), alone[key] / max(1, matches)) for key in KEYS}


def pairs(groups):
    return sum(size * (size - 1) // 2 for size in groups.values())


def measure(binary, folder, options, rows, seed, portal):
    """-> (precision, recall, share of donors to review, true donors, found donors), contributions"""
    names = [os.path.join(folder, "f." + end) for end in ("csv", "map.csv")]
    subprocess.run([sys.executable, GENERATOR, "--portal", portal, "--rows", str(rows), "--seed", str(seed), "--year", "2025",
                    "--out", names[0], "--truth-map", names[1]] + options, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    data = os.path.join(folder, "data")
    call = [binary, "--data", data, "--as-of", "2026-03-01", "--actor", "bench"]
    subprocess.run(call + ["init"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = subprocess.run(call + ["import", names[0], "--portal", portal, "--json"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    summary = json.loads(done.stdout.splitlines()[0])
    with open(names[1], encoding="utf-8", newline="") as file:
        truth = {row["order_no"]: row["donor_id"] for row in csv.DictReader(file)}
    found, true, both = collections.Counter(), collections.Counter(), collections.Counter()
    ledger = sqlite3.connect(os.path.join(data, "furusato.db"))
    for order, donor in ledger.execute("SELECT portal_order_number, donor_id FROM donations"):
        found[donor] += 1
        true[truth[order]] += 1
        both[donor, truth[order]] += 1
    keys = contributions(ledger)
    ledger.close()
    right = pairs(both)
    return (right / max(1, pairs(found)), right / max(1, pairs(true)),
            summary["donors"]["to_review"] / max(1, len(found)), len(true), len(found)), keys


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[41, 42, 43])
    parser.add_argument("--portal", default="choice")
    parser.add_argument("--only", nargs="+", choices=sorted(CASES), default=list(CASES))
    parser.add_argument("--work", help="folder for the files (default: the system's)")
    arguments = parser.parse_args()
    missed = 0
    shares = {}
    print("| case | seed | precision | recall | review | true / found donors |\n|---|---:|---:|---:|---:|---:|")
    for name in arguments.only:
        options, precision_bar, recall_bar, review_bar = CASES[name]
        for seed in arguments.seeds:
            with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
                (precision, recall, review, true, found), keys = measure(
                    os.path.abspath(arguments.binary), folder, options, arguments.rows, seed, arguments.portal)
            print("| %s | %d | %.6f | %.5f | %.3f %% | %d / %d |" % (
                name, seed, precision, recall, 100 * review, true, found), flush=True)
            if precision_bar is not None and (precision < precision_bar or recall < recall_bar or review > review_bar):
                print("missed: %s, seed %d" % (name, seed), file=sys.stderr)
                missed += 1
        shares[name] = keys
    print("\n| found by (alone) | %s |\n|---|%s" % (" | ".join(KEYS), "---:|" * len(KEYS)))
    for name, keys in shares.items():
        print("| %s | %s |" % (name, " | ".join("%.1f %% (%.2f %%)" % (100 * by, 100 * alone) for by, alone in keys.values())))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
