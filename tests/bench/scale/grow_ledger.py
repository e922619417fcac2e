#!/usr/bin/env python3
"""Makes a ledger of ten years for the figures at full scale, on SQLite or MariaDB.

    grow_ledger.py FURUSATO --data FOLDER [--database URL] [--years 10] [--orders 1000000]

The first year is imported by the program itself from files of all six layouts; each further year is a copy of it inside the
database with ids, numbers, keys and dates of its own. Every received donation of all years but the last has a receipt.
1,000,000 orders a year and ten years make about 10,000,000 donations of 6,000,000 donors (12 GB on SQLite). The copies have
no audit links of their own: such a ledger is for measuring, `verify` would refuse it.
"""
import argparse
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATOR = os.path.join(HERE, "..", "..", "tools", "make_portal_csv.py")
LAYOUTS = ("choice", "rakuten", "satofull", "furunavi", "ana", "generic")
FIRST_YEAR = 2017  # no 29 February: its days exist in every other year
COUNTERS = {"contact": "contacts", "donor": "donors", "donation": "donations", "gift_line": "gift_lines",
            "revenue_entry": "revenue_entries", "receipt": "receipts"}


class Sqlite:
    def __init__(self, folder):
        self.connection = sqlite3.connect(os.path.join(folder, "furusato.db"), isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "temp_store = FILE",
                       "foreign_keys = OFF"):
            self.connection.execute("PRAGMA " + pragma)
        self.connection.execute("BEGIN")

    def run(self, sql):
        self.connection.execute(sql)

    def value(self, sql):
        return self.connection.execute(sql).fetchone()[0]

    def columns(self, table):
        return [row[1] for row in self.connection.execute("PRAGMA table_info(%s)" % table)]

    @staticmethod
    def joined(*parts):
        return " || ".join("CAST(%s AS TEXT)" % part for part in parts)

    def close(self):
        self.connection.execute("COMMIT")
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.close()


class Mariadb:
    def __init__(self, url):
        user, password, host, port, self.schema = re.fullmatch(r"mysql://([^:]*):([^@]*)@([^:/]*):(\d+)/([^?]*).*", url).groups()
        self.client = ["mariadb", "--no-defaults", "-N", "-B", "-u" + user, "-p" + password, "-h", host, "-P", port, self.schema]

    def run(self, sql):
        subprocess.run(self.client, input="SET foreign_key_checks = 0; SET unique_checks = 0; " + sql, check=True, text=True)

    def value(self, sql):
        return int(subprocess.run(self.client, input=sql, check=True, text=True, capture_output=True).stdout.split()[0])

    def columns(self, table):
        sql = "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '%s' ORDER BY ordinal_position" % table
        return subprocess.run(self.client, input=sql, check=True, text=True, capture_output=True).stdout.split()

    @staticmethod
    def joined(*parts):
        return "CONCAT(%s)" % ", ".join(parts)

    def close(self):
        pass


def import_first_year(program, orders):
    with tempfile.TemporaryDirectory() as folder:
        for at, layout in enumerate(LAYOUTS):
            file = os.path.join(folder, layout + ".csv")
            subprocess.run([sys.executable, GENERATOR, "--portal", layout, "--rows", str(orders * 115 // 100 // len(LAYOUTS)),
                            "--dirty", "0.1", "--seed", str(at + 1), "--year", str(FIRST_YEAR), "--encoding", "cp932", "--out", file],
                           check=True)
            subprocess.run(program + ["--as-of", "%d-01-31" % (FIRST_YEAR + 1), "import", file, "--json"], stdout=subprocess.DEVNULL, check=False)


def issue_one(program, folder):
    """The run and issuer that the copied receipts point to."""
    listed = subprocess.run(program + ["donation", "list", "--state", "received", "--limit", "1", "--json"],
                            check=True, stdout=subprocess.PIPE).stdout
    number = json.loads(listed)["items"][0]["number"]
    subprocess.run(program + ["receipt", "issue", "--donation", number, "--out", os.path.join(folder, "one.pdf"), "--json"],
                   check=True, stdout=subprocess.DEVNULL)


def shifted(database, column, year):
    return "CASE WHEN {c} IS NULL OR {c} = '' THEN {c} ELSE {j} END".format(
        c=column, j=database.joined("CAST(SUBSTR(%s, 1, 4) AS UNSIGNED) + %d" % (column, year) if isinstance(database, Mariadb)
                                    else "CAST(SUBSTR(%s, 1, 4) AS INTEGER) + %d" % (column, year), "SUBSTR(%s, 5)" % column))


class Copier:
    """Copies the first year into a later one."""

    def __init__(self, database):
        self.database = database
        self.last = {table: database.value("SELECT MAX(id) FROM " + table)
                     for table in ("contacts", "donors", "donations", "gift_lines", "revenue_entries")}

    def step(self, table, year):
        return self.last[table] * year

    def copy(self, table, year, condition, **changed):
        columns = self.database.columns(table)
        cells = [changed.get(column, column) for column in columns]
        self.database.run("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s" % (
            table, ", ".join(columns), ", ".join(cells), table, condition))

    def copy_year(self, year):
        moved = {table: "%s + " + str(self.step(table, year)) for table in self.last}
        own = {table: "id <= %d" % last for table, last in self.last.items()}
        contact = lambda column: moved["contacts"] % column
        donation = moved["donations"] % "donation_id"
        of_donation = "donation_id <= %d" % self.last["donations"]
        of_donor = "donor_id <= %d" % self.last["donors"]
        day = lambda column: shifted(self.database, column, year)
        joined = self.database.joined
        self.copy("contacts", year, own["contacts"], id=moved["contacts"] % "id")
        self.copy("donors", year, own["donors"], id=moved["donors"] % "id", contact_id=contact("contact_id"))
        self.copy("donor_keys", year, of_donor, key_hash="key_hash + %d" % year, donor_id=moved["donors"] % "donor_id")
        self.copy("donor_terms", year, of_donor, donor_id=moved["donors"] % "donor_id")
        whole = "UNSIGNED" if isinstance(self.database, Mariadb) else "INTEGER"
        number = joined("'F'", "CAST(SUBSTR(number, 2, 2) AS %s) + %d" % (whole, year), "'-'",
                        "CAST(SUBSTR(number, 5) AS %s) + %d" % (whole, 1_100_000 * year))
        self.copy("donations", year, own["donations"], id=moved["donations"] % "id", number=number,
                  portal_order_number=joined("'Y%d-'" % year, "portal_order_number"), donor_id=moved["donors"] % "donor_id",
                  contact_id=contact("contact_id"), documents_contact_id=contact("documents_contact_id"),
                  fiscal_year="fiscal_year + %d" % year, tax_year="tax_year + %d" % year,
                  designation_period="designation_period + %d" % year,
                  **{column: day(column) for column in ("applied_on", "paid_on", "received_on", "ended_on")})
        self.copy("donation_purposes", year, of_donation, donation_id=donation)
        self.copy("gift_lines", year, of_donation, id=moved["gift_lines"] % "id", donation_id=donation,
                  recipient_contact_id=contact("recipient_contact_id"))
        self.copy("revenue_entries", year, of_donation, id=moved["revenue_entries"] % "id", donation_id=donation,
                  entered_on=day("entered_on"))
        self.copy("revenue_days", year, "slice < 1000000", entered_on=day("entered_on"), slice="slice + %d" % (1000000 * year))
        self.copy("history", year, "entity = 'donation' AND entity_id <= %d" % self.last["donations"],
                  entity_id=moved["donations"] % "entity_id")


def add_receipts(database, years):
    run = database.value("SELECT MAX(id) FROM receipt_runs")
    issuer = database.value("SELECT MAX(id) FROM receipt_issuers")
    operation = database.value("SELECT MAX(operation_id) FROM receipt_runs")
    database.run("DELETE FROM receipts")
    database.run(
        "INSERT INTO receipts (id, tax_year, running_number, donation_id, original_of, run_id, state, void_reason, issued_on, received_on,"
        " amount_yen, contact_id, corporate, wording_version, issuer_id, operation_id)"
        " SELECT ROW_NUMBER() OVER (ORDER BY id), tax_year, ROW_NUMBER() OVER (PARTITION BY tax_year ORDER BY id), id, id, %d, 'valid', '',"
        " received_on, received_on, amount_yen, contact_id, 0, '', %d, %d FROM donations WHERE state = 'received' AND tax_year < %d"
        % (run, issuer, operation, FIRST_YEAR + years - 1))


def set_counters(database):
    for name, table in COUNTERS.items():
        following = database.value("SELECT MAX(id) FROM " + table) + 1
        database.run("UPDATE id_counters SET next_value = %d WHERE name = '%s'" % (following, name))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("furusato")
    parser.add_argument("--data", required=True)
    parser.add_argument("--database")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--orders", type=int, default=1_000_000)
    options = parser.parse_args()
    program = [os.path.abspath(options.furusato), "--data", options.data] + (
        ["--database", options.database] if options.database else [])
    start = time.monotonic()
    subprocess.run(program + ["init"], check=True, stdout=subprocess.DEVNULL)
    import_first_year(program, options.orders)
    issue_one(program, options.data)
    print("first year: %.0f s" % (time.monotonic() - start), flush=True)
    database = Mariadb(options.database) if options.database else Sqlite(options.data)
    copier = Copier(database)
    for year in range(1, options.years):
        copier.copy_year(year)
        print("%d: %.0f s" % (FIRST_YEAR + year, time.monotonic() - start), flush=True)
    add_receipts(database, options.years)
    set_counters(database)
    for table in ("donations", "donors"):
        print(table, database.value("SELECT COUNT(*) FROM " + table), flush=True)
    database.close()


if __name__ == "__main__":
    main()
