#!/usr/bin/env python3
"""Import of a portal file against the sqlite3 shell's .import of the same rows, in one run.

    import_against_shell.py FURUSATO [--rows 100000] [--pairs 3] [--before 0]

The shell gets the rows as UTF-8, copies left out, into one table with a primary key and five indexes (WAL,
synchronous=NORMAL): no checks, no donors, no history. In turn with it: a dry run of the file on an empty ledger, its import,
the same file again. With --before the ledger holds so many rows of earlier years when the file comes. Prints seconds
(processor seconds beside them, which say more on a busy machine), ratios of the medians, peak memory, and the time of the
report on that data.
"""
import argparse
import collections
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATOR = os.path.join(HERE, "..", "tools", "make_portal_csv.py")
KEY = ("申込番号", "枝番")
INDEXED = ("氏名", "電話番号", "メールアドレス", "申込日時", "お礼の品番号")


class PeakMemory(threading.Thread):
    """Megabytes that a process held at most. Not ru_maxrss: a child begins with the figure of this interpreter."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.status = "/proc/%d/status" % pid
        self.megabytes = 0.0
        self.start()

    def run(self):
        while True:
            try:
                with open(self.status, encoding="ascii") as stream:
                    found = [line for line in stream if line.startswith("VmHWM:")]
            except OSError:
                return
            if not found:  # it has ended
                return
            self.megabytes = int(found[0].split()[1]) / 1024
            time.sleep(0.01)


Run = collections.namedtuple("Run", "seconds processor megabytes out")


def timed(command, **options):
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    memory = PeakMemory(process.pid)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    memory.join()
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in (0, 6):
        sys.exit("%s ended with %d" % (command[0], code))
    return Run(seconds, usage.ru_utime + usage.ru_stime, memory.megabytes, out)


def write_shell_input(portal_file, folder):
    with open(portal_file, encoding="cp932", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        key = [header.index(name) for name in KEY]
        seen = set()
        with open(os.path.join(folder, "rows.csv"), "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            for row in rows:
                identity = tuple(row[at] for at in key)
                if identity not in seen:
                    seen.add(identity)
                    writer.writerow(row)
    columns = ", ".join('"%s" TEXT' % name for name in header)
    lines = ["PRAGMA journal_mode=WAL;", "PRAGMA synchronous=NORMAL;",
             'CREATE TABLE r (%s, PRIMARY KEY ("%s", "%s"));' % (columns, *KEY)]
    lines += ['CREATE INDEX i%d ON r ("%s");' % (i, name) for i, name in enumerate(INDEXED)]
    lines += [".mode csv", ".import %s r" % os.path.join(folder, "rows.csv")]
    script = os.path.join(folder, "shell.sql")
    with open(script, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return script


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("furusato")
    parser.add_argument("--rows", type=int, default=100000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--before", type=int, default=0)
    return parser.parse_args()


def write_portal_file(folder, rows, year=2025):
    path = os.path.join(folder, "choice%d.csv" % year)
    subprocess.run([sys.executable, GENERATOR, "--portal", "choice", "--rows", str(rows), "--dirty", "0.1", "--seed", "5",
                    "--year", str(year), "--encoding", "cp932", "--out", path], check=True)
    return path


def write_grown_ledger(furusato, folder, rows):
    """A ledger with so many rows of earlier years, at most a million of each."""
    data = os.path.join(folder, "grown")
    subprocess.run([furusato, "--data", data, "init"], check=True, stdout=subprocess.DEVNULL)
    year = 2025
    while rows > 0:
        year -= 1
        path = write_portal_file(folder, min(rows, 1000000), year)
        timed([furusato, "--data", data, "import", path, "--json"])
        os.remove(path)
        rows -= 1000000
    return data


def show(name, runs):
    print("%-17s %.2f s, processor %.2f s  (%s)" % (
        name, seconds_of(runs), statistics.median(run.processor for run in runs),
        ", ".join("%.2f" % run.seconds for run in runs)))


def seconds_of(runs):
    return statistics.median(run.seconds for run in runs)


def main():
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        portal_file = write_portal_file(folder, options.rows)
        script = write_shell_input(portal_file, folder)
        grown = write_grown_ledger(options.furusato, folder, options.before)
        ours, shell, again, dry = [], [], [], []
        for pair in range(options.pairs):
            data = os.path.join(folder, "data")
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(grown, data)
            program = [options.furusato, "--data", data]
            dry.append(timed(program + ["import", portal_file, "--dry-run", "--json"]))
            ours.append(timed(program + ["import", portal_file, "--json"]))
            again.append(timed(program + ["import", portal_file, "--json"]))
            with open(script, encoding="utf-8") as commands:
                shell.append(timed(["sqlite3", os.path.join(folder, "shell%d.db" % pair)], stdin=commands))
            os.remove(os.path.join(folder, "shell%d.db" % pair))
        report = min(timed(program + ["report", "revenue", "--year", "2025", "--json"]).seconds for _ in range(5))
        print("rows %d, before them %d" % (options.rows, options.before))
        show("furusato import", ours)
        show("sqlite3 .import", shell)
        show("same file again", again)
        show("dry run", dry)
        print("ratio             %.2f" % (seconds_of(ours) / seconds_of(shell)))
        print("same file again   %.2f of the first import" % (seconds_of(again) / seconds_of(ours)))
        print("dry run           %.2f of the shell, %.2f of the first import" % (
            seconds_of(dry) / seconds_of(shell), seconds_of(dry) / seconds_of(ours)))
        print("peak memory       %.0f MB" % max(run.megabytes for run in ours))
        print("report revenue    %.3f s, whole command" % report)


if __name__ == "__main__":
    main()
