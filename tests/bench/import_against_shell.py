#!/usr/bin/env python3
"""Import of a portal file against the sqlite3 shell's .import of the same rows, in one run.

    import_against_shell.py FURUSATO [--rows 100000] [--pairs 3]

The shell gets the rows as UTF-8, copies left out, into one table with a primary key and five indexes (WAL,
synchronous=NORMAL): no checks, no donors, no history. Prints seconds, ratio of the medians, peak memory, and the time of
the report on that data.
"""
import argparse
import csv
import os
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


def timed(command, **options):
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    memory = PeakMemory(process.pid)
    out = process.stdout.read()
    memory.join()
    code = process.wait()
    seconds = time.monotonic() - start
    if code not in (0, 6):
        sys.exit("%s ended with %d" % (command[0], code))
    return seconds, memory.megabytes, out


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
    return parser.parse_args()


def write_portal_file(folder, rows):
    path = os.path.join(folder, "choice.csv")
    subprocess.run([sys.executable, GENERATOR, "--portal", "choice", "--rows", str(rows), "--dirty", "0.1", "--seed", "5",
                    "--encoding", "cp932", "--out", path], check=True)
    return path


def main():
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        portal_file = write_portal_file(folder, options.rows)
        script = write_shell_input(portal_file, folder)
        ours, shell, memory, again = [], [], [], []
        for pair in range(options.pairs):
            data = os.path.join(folder, "data%d" % pair)
            program = [options.furusato, "--data", data]
            subprocess.run(program + ["init"], check=True, stdout=subprocess.DEVNULL)
            seconds, peak, _ = timed(program + ["import", portal_file, "--json"])
            ours.append(seconds)
            memory.append(peak)
            again.append(timed(program + ["import", portal_file, "--json"])[0])
            with open(script, encoding="utf-8") as commands:
                shell.append(timed(["sqlite3", os.path.join(folder, "shell%d.db" % pair)], stdin=commands)[0])
        report = min(timed(program + ["report", "revenue", "--year", "2025", "--json"])[0] for _ in range(5))
        ratio = statistics.median(ours) / statistics.median(shell)
        print("rows %d" % options.rows)
        print("furusato import  %.2f s  (%s)" % (statistics.median(ours), ", ".join("%.2f" % x for x in ours)))
        print("sqlite3 .import  %.2f s  (%s)" % (statistics.median(shell), ", ".join("%.2f" % x for x in shell)))
        print("ratio            %.2f" % ratio)
        print("same file again  %.2f of the first import" % (statistics.median(again) / statistics.median(ours)))
        print("peak memory      %.0f MB" % max(memory))
        print("report revenue   %.3f s, whole command" % report)


if __name__ == "__main__":
    main()
