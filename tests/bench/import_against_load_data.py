#!/usr/bin/env python3
"""Import of a portal file into MariaDB against the client's LOAD DATA LOCAL of the same rows, in one run on one server.

    import_against_load_data.py FURUSATO [--rows 100000] [--pairs 3]

Starts a server of its own with durable commits. LOAD DATA gets the rows as UTF-8, copies left out, into one table with a primary
key and three indexes; beside it the same rows as 100-row INSERTs and (a tenth of them) as one-row INSERTs in one transaction.
Prints seconds, ratio of the medians, peak memory, and the time of the report on that data.
"""
import csv
import os
import statistics
import subprocess
import sys
import tempfile

from import_against_shell import KEY, read_options, timed, write_portal_file, write_shell_input

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, "..", "support", "mariadb_server.sh")
INDEXED = ("氏名", "電話番号", "メールアドレス")


class Server:
    def __init__(self, folder):
        self.folder = os.path.join(folder, "mariadb")
        self.url = subprocess.run([SERVER, "start", self.folder], check=True, capture_output=True, text=True).stdout.strip()

    def client(self, schema=""):
        return ["mariadb", "--no-defaults", "--local-infile=1", "--default-character-set=utf8mb4", "-uroot",
                "--socket=" + os.path.join(self.folder, "socket")] + ([schema] if schema else [])

    def run(self, sql, schema=""):
        subprocess.run(self.client(schema), input=sql, check=True, text=True)

    def stop(self):
        subprocess.run([SERVER, "stop", self.folder], check=True)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def table_sql(header):
    lengths = {name: 64 if name in KEY else 200 for name in header}
    columns = ", ".join("`%s` VARCHAR(%d)" % (name, lengths[name]) if name in KEY + INDEXED else "`%s` TEXT" % name for name in header)
    keys = ", ".join("KEY (`%s`)" % name for name in INDEXED)
    return "DROP TABLE IF EXISTS r; CREATE TABLE r (%s, PRIMARY KEY (`%s`, `%s`), %s) CHARSET utf8mb4;\n" % (columns, *KEY, keys)


def write_inserts(rows, path, per_statement):
    with open(path, "w", encoding="utf-8") as out:
        out.write("SET sql_mode = 'NO_BACKSLASH_ESCAPES'; START TRANSACTION;\n")
        for at in range(0, len(rows), per_statement):
            values = ", ".join("(" + ", ".join(map(quoted, row)) + ")" for row in rows[at:at + per_statement])
            out.write("INSERT INTO r VALUES %s;\n" % values)
        out.write("COMMIT;\n")


def fed(server, path):
    with open(path, encoding="utf-8") as commands:
        return timed(server.client("bare"), stdin=commands).seconds


def main():
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        portal_file = write_portal_file(folder, options.rows)
        with open(portal_file, encoding="cp932", newline="") as file:
            header = next(csv.reader(file))
        write_shell_input(portal_file, folder)
        plain = os.path.join(folder, "rows.csv")
        with open(plain, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        load = os.path.join(folder, "load.sql")
        with open(load, "w", encoding="utf-8") as out:
            out.write("LOAD DATA LOCAL INFILE '%s' INTO TABLE r CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' "
                      "OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' LINES TERMINATED BY '\\r\\n';\n" % plain)
        many, single = os.path.join(folder, "many.sql"), os.path.join(folder, "single.sql")
        write_inserts(rows, many, 100)
        write_inserts(rows[:len(rows) // 10], single, 1)
        server = Server(folder)
        try:
            server.run("SET GLOBAL local_infile = 1; CREATE SCHEMA bare CHARACTER SET utf8mb4;")
            ours, loads, memory = [], [], []
            for pair in range(options.pairs):
                schema = "furusato_%d" % pair
                server.run("CREATE SCHEMA %s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;" % schema)
                program = [options.furusato, "--data", os.path.join(folder, "data%d" % pair),
                           "--database", server.url.rsplit("/", 1)[0] + "/" + schema]
                subprocess.run(program + ["init"], check=True, stdout=subprocess.DEVNULL)
                run = timed(program + ["import", portal_file, "--json"])
                ours.append(run.seconds)
                memory.append(run.megabytes)
                server.run(table_sql(header), "bare")
                loads.append(fed(server, load))
            server.run(table_sql(header), "bare")
            many_seconds = fed(server, many)
            server.run(table_sql(header), "bare")
            single_seconds = fed(server, single) * 10
            report = min(timed(program + ["report", "revenue", "--year", "2025", "--json"]).seconds for _ in range(5))
        finally:
            server.stop()
        bar = statistics.median(loads)
        print("rows %d" % options.rows)
        print("furusato import  %.2f s  (%s)" % (statistics.median(ours), ", ".join("%.2f" % x for x in ours)))
        print("LOAD DATA LOCAL  %.2f s  (%s)" % (bar, ", ".join("%.2f" % x for x in loads)))
        print("100-row INSERTs  %.2f s, one-row INSERTs %.2f s (a tenth, times ten)" % (many_seconds, single_seconds))
        print("ratio            %.2f" % (statistics.median(ours) / bar))
        print("peak memory      %.0f MB" % max(memory))
        print("report revenue   %.3f s, whole command" % report)


if __name__ == "__main__":
    main()
