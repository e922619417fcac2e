#!/usr/bin/env python3
"""Searches in a large ledger while a file is imported into it.

    beside_import.py FURUSATO BENCH_LEDGER_AT_SCALE DATA_FOLDER [DATABASE_URL] [--rows 100000]

Imports a new portal file in one process and, until it is done, searches from another; prints the searches' figures of each round
(median, 99th percentile, worst in milliseconds) and the time of the import.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATOR = os.path.join(HERE, "..", "..", "tools", "make_portal_csv.py")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("furusato")
    parser.add_argument("bench")
    parser.add_argument("data")
    parser.add_argument("database", nargs="?")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=100)
    options = parser.parse_args()
    ledger = ["--data", options.data] + (["--database", options.database] if options.database else [])
    asked = [options.data] + ([options.database] if options.database else [])
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "beside.csv")
        seed = str(int(time.time()))
        subprocess.run([sys.executable, GENERATOR, "--portal", "choice", "--rows", str(options.rows), "--dirty", "0.1", "--seed", seed,
                        "--year", "2027", "--encoding", "cp932", "--out", file], check=True)
        start = time.monotonic()
        importing = subprocess.Popen([options.furusato] + ledger + ["--as-of", "2028-12-31", "import", file, "--json"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        rounds = 0
        while importing.poll() is None:
            rounds += 1
            searched = subprocess.run([options.bench] + asked + ["--searches-only", "--times", str(options.times), "--seed", str(rounds)],
                                      check=True, stdout=subprocess.PIPE, text=True).stdout
            print(searched if importing.poll() is None else "(the import ended in this round)\n" + searched, flush=True)
        print("import of %d rows: %.1f s, exit code %d" % (options.rows, time.monotonic() - start, importing.returncode))


if __name__ == "__main__":
    main()
