#!/usr/bin/env python3
"""The truth matrix: every portal layout × encoding × {clean, dirty} × seeds, 2,000 rows with 15 unreadable ones each.

    FURUSATO_BINARY=build/release/bin/furusato tests/truth/matrix.py [--rows N] [--seeds N] [--portal NAME] [--encoding NAME]
        [--dirty-only] [--keep FOLDER] [--mysql]

Each cell generates a file, imports it into a fresh ledger (dry run, import, reports, verify, import again) and compares every figure
with the generator's truth. Prints a table and closes with "N passed, M failed"; exit 1 when any failed. With --keep the files of
failed cells stay in FOLDER. With --mysql the ledgers are schemas of a MariaDB server of its own.
"""
import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time

from truth_comparison import DIRTY, ENCODINGS, LAYOUTS, differences, generate_layout, late_day, layout_name
from ledger import Ledger  # found through truth_comparison
from mariadb_server import MariadbServer, schema_of


@contextlib.contextmanager
def running_server():
    with tempfile.TemporaryDirectory(prefix="furusato-matrix-server-") as folder:
        server = MariadbServer(os.path.join(folder, "server"))
        server.start("--innodb-flush-method=nosync")
        try:
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def new_database(server):
    """The URL of an empty schema, dropped afterwards; None without a server."""
    url = server.new_schema("cell") if server else None
    try:
        yield url
    finally:
        if server:
            server.root("DROP SCHEMA " + schema_of(url))


def check_cell(folder, server, portal, rms, encoding, dirty, rows, seed):
    """One sentence for each difference; a failure of the program itself is a difference too."""
    path, truth = generate_layout(folder, portal, rms, encoding, dirty, rows, seed)
    try:
        with new_database(server) as url:
            return truth, differences(Ledger.fresh(os.path.join(folder, "data"), late_day(truth), database=url), path, truth)
    except AssertionError as failure:
        return truth, [str(failure)]


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--portal", help="only this portal")
    parser.add_argument("--encoding", choices=ENCODINGS, help="only this encoding")
    parser.add_argument("--dirty-only", action="store_true", help="no clean files")
    parser.add_argument("--keep", help="folder for the files of failed cells")
    parser.add_argument("--mysql", action="store_true", help="on a MariaDB server instead of SQLite")
    return parser.parse_args()


def main():
    options = read_options()
    with running_server() if options.mysql else contextlib.nullcontext() as server:
        return check_all(options, server)


def check_all(options, server):
    passed = failed = 0
    start = time.monotonic()
    print("%-13s %-10s %5s %4s %7s %7s %9s %13s  %s" % ("layout", "encoding", "dirty", "seed", "rows", "orders", "received", "yen", "result"))
    for portal, rms in LAYOUTS:
        if options.portal not in (None, portal):
            continue
        for encoding in [options.encoding] if options.encoding else ENCODINGS:
            for dirty in DIRTY[1:] if options.dirty_only else DIRTY:
                for seed in range(1, options.seeds + 1):
                    with tempfile.TemporaryDirectory(prefix="furusato-matrix-") as folder:
                        truth, found = check_cell(folder, server, portal, rms, encoding, dirty, options.rows, seed)
                        if found and options.keep:
                            kept = os.path.join(options.keep, "%s_%s_%s_%d" % (layout_name(portal, rms), encoding, dirty, seed))
                            shutil.copytree(folder, kept, dirs_exist_ok=True)
                    passed, failed = passed + (not found), failed + bool(found)
                    print("%-13s %-10s %5s %4d %7d %7d %9d %13s  %s" % (
                        layout_name(portal, rms), encoding, dirty, seed, truth["rows"], truth["orders"], truth["valid_donations"],
                        "{:,}".format(truth["valid_yen"]), "FAILED" if found else "ok"), flush=True)
                    for sentence in found:
                        print("    " + sentence, flush=True)
    print("%d passed, %d failed (%.0f seconds)" % (passed, failed, time.monotonic() - start))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
