"""Compares what the real binary makes of a generated portal file with the truth that the generator wrote.

`differences(ledger, path, truth)` imports the file into a fresh ledger as a clerk would (dry run, import, report, verify, import
again) and gives one sentence for every figure that is not what it must be (definitions: interfaces.md).
"""
import collections
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from ledger import DONE, NEEDS_ATTENTION, without_times  # noqa: E402
from portal_files import PURPOSE_LABELS, generate  # noqa: E402

ENCODINGS = ("cp932", "utf-8-sig")
DIRTY = (0, 0.4)
BROKEN = 15
# portal, columns of the RMS layout (rakuten only)
LAYOUTS = (("rakuten", 158), ("rakuten", 107), ("choice", None), ("satofull", None), ("furunavi", None), ("ana", None), ("generic", None))

# The portals' words for payment methods by the key table of interfaces.md.
PAYMENT_KEYS = {
    "クレジットカード決済": "card", "クレジットカード": "card", "ポイント": "points", "キャリア決済": "carrier",
    "ソフトバンクまとめて支払い": "carrier", "Amazon Pay": "amazon_pay", "PayPay": "paypay", "Apple Pay": "apple_pay", "楽天ペイ": "rakuten_pay",
    "d払い": "d_barai", "コンビニ決済": "convenience_store", "コンビニエンスストア": "convenience_store", "コンビニ": "convenience_store",
    "セブンイレブン（前払）": "convenience_store", "ローソン、郵便局ATM等（前払）": "convenience_store", "ペイジー": "pay_easy",
    "銀行振込": "bank_transfer", "郵便振替": "postal_transfer", "納付書": "payment_slip", "現金書留": "cash_mail",
}

# What an unreadable record of each kind must be told to be: the start of one of its codes.
BROKEN_CODES = {"too_few_columns": "row.column_count", "bad_amount": "amount.", "bad_date": "applied_on.",
                "empty_order_no": "order_number.missing", "bad_quantity": "quantity."}


def layout_name(portal, rms):
    return portal if rms is None else "%s-%d" % (portal, rms)


def generate_layout(folder, portal, rms, encoding, dirty, rows, seed):
    options = {"encoding": encoding, "dirty": dirty, "broken": BROKEN}
    if rms is not None:
        options["rms"] = rms
    return generate(folder, "%s_%s_%s_%d" % (layout_name(portal, rms), encoding, dirty, seed), portal, rows, seed, **options)


def late_day(truth):
    """A business date after every date in the file."""
    return "%d-06-30" % (truth["parameters"]["year"] + 1)


def summed(entries, key_of, count_name):
    """The truth's table under our keys: key → (count, yen)."""
    table = {}
    for word, entry in entries.items():
        key = key_of(word)
        count, yen = table.get(key, (0, 0))
        table[key] = (count + entry.get(count_name, 0), yen + entry["yen"])
    return table


class Comparison:
    def __init__(self):
        self.differences = []

    def equal(self, what, found, expected):
        if found != expected:
            self.differences.append("%s: %r, expected %r" % (what, found, expected))

    def table(self, what, found, expected):
        for key in sorted(set(found) | set(expected)):
            self.equal("%s %s" % (what, key), found.get(key), expected.get(key))

    def identities(self, what, summary):
        rows, orders = summary["rows"], summary["orders"]
        self.equal(what + " rows.read = sum of outcomes", rows["read"], rows["new"] + rows["updated"] + rows["unchanged"] + rows["skipped"] +
                   rows["held"] + rows["error"])
        self.equal(what + " orders.read = sum of outcomes", orders["read"], orders["new"] + orders["updated"] + orders["unchanged"] +
                   orders["held"] + orders["error"])

    def figures(self, what, summary, truth):
        """Everything in which the first and any later import of the file agree."""
        rows, orders = summary["rows"], summary["orders"]
        self.identities(what, summary)
        self.equal(what + " portal", summary["portal"], truth["parameters"]["portal"])
        self.equal(what + " encoding", summary["encoding"], "cp932" if truth["parameters"]["encoding"] == "cp932" else "utf-8")
        self.equal(what + " rows.read", rows["read"], truth["rows"])
        self.equal(what + " rows.error", rows["error"], truth["broken_rows"])
        self.equal(what + " rows.skipped", rows["skipped"], truth["duplicate_rows"])
        self.equal(what + " rows.held", rows["held"], 0)
        self.equal(what + " orders.held", orders["held"], 0)
        self.equal(what + " rows.updated", rows["updated"], 0)
        self.equal(what + " orders.updated", orders["updated"], 0)
        self.equal(what + " orders.read - orders.error", orders["read"] - orders["error"], truth["orders"])
        self.equal(what + " received", summary["donations"]["received"], truth["valid_donations"])
        self.equal(what + " received_yen", summary["donations"]["received_yen"], truth["valid_yen"])
        self.equal(what + " cancelled", orders["cancelled"], truth["cancelled_orders"])
        self.equal(what + " awaiting_payment", orders["awaiting_payment"], truth["pending_orders"])
        self.equal(what + " one_stop_requested", summary["one_stop_requested"], truth["one_stop_requests"])
        self.broken_rows(what, summary, truth)

    def broken_rows(self, what, summary, truth):
        """Each unreadable record is named by its number and for the right reason, and no other record is."""
        codes = {}
        for issue in summary["issues"]:
            codes.setdefault(issue["row"], []).append(issue["code"])
        expected = {broken["record"]: broken["kind"] for broken in truth["broken"]}
        self.equal(what + " records with issues", sorted(codes), sorted(expected))
        for record, kind in expected.items():
            found = codes.get(record, [])
            if not any(code.startswith(BROKEN_CODES[kind]) for code in found):
                self.differences.append("%s record %d is %s, told as %s" % (what, record, kind, found))

    def reports(self, ledger, truth):
        """The reports of the file's year and the next, summed, against every table of the truth; gives their digests."""
        year, portal = truth["parameters"]["year"], truth["parameters"]["portal"]
        months, by, received, donations, digests = {}, {}, 0, 0, []
        for report in (ledger.revenue(year), ledger.revenue(year + 1)):
            received += report["received_yen"]
            donations += report["donations"]
            digests.append(report["digest"])
            self.equal("months of %d sum up" % report["year"], sum(m["received_yen"] for m in report["months"]), report["received_yen"])
            self.equal("last cumulative of %d" % report["year"], report["months"][-1]["cumulative_yen"], report["received_yen"])
            self.equal("refunds of %d" % report["year"], sum(m["refunds_yen"] for m in report["months"]), 0)
            self.equal("unfinished imports", report["unfinished_imports"], 0)
            self.equal("issues", report["issues"], [])
            for month in report["months"]:
                if month["donations"] or month["received_yen"]:
                    months[month["month"]] = (month["donations"], month["received_yen"])
            for dimension, lines in report["by"].items():
                self.equal("by.%s of %d sums to received_yen" % (dimension, report["year"]), sum(line["yen"] for line in lines),
                           report["received_yen"])
                table = by.setdefault(dimension, {})
                for line in lines:
                    count, yen = table.get(line["key"], (0, 0))
                    table[line["key"]] = (count + line["donations"], yen + line["yen"])
        self.equal("report received_yen", received, truth["valid_yen"])
        self.equal("report donations", donations, truth["valid_donations"])
        self.table("month", months, summed(truth["by_donation_month"], str, "orders"))
        self.table("portal", by["portal"], {portal: (truth["valid_donations"], truth["valid_yen"])})
        self.table("payment_method", by["payment_method"], summed(truth["by_payment"], PAYMENT_KEYS.get, "orders"))
        self.table("prefecture", by["prefecture"], summed(truth["by_prefecture"], lambda word: "overseas" if word == "海外" else word, "orders"))
        # A fresh ledger has no purposes: they count under the text as written, which is the code where a file has only that.
        written = str if portal == "generic" else PURPOSE_LABELS.get
        self.table("purpose", by["purpose"], summed(truth["by_purpose"], written, "orders"))
        # The truth counts units of a gift, the report donations: only the yen are the same thing.
        self.table("gift", {key: yen for key, (_, yen) in by["gift"].items()}, {key: entry["yen"] for key, entry in truth["by_gift"].items()})
        self.table("campaign", by["campaign"], {"none": (truth["valid_donations"], truth["valid_yen"])})
        return digests

    def stored(self, ledger, truth):
        """What `donation list` has."""
        states = [item["state"] for item in ledger.donations()]
        self.table("stored", collections.Counter(states), {key: count for key, count in (
            ("received", truth["valid_donations"]), ("cancelled", truth["cancelled_orders"]),
            ("awaiting_payment", truth["pending_orders"])) if count})

    def verified(self, ledger, truth):
        report = ledger.json("verify", code=(DONE, NEEDS_ATTENTION))
        self.equal("verify", report["findings"], [])
        self.equal("verified donations", report["donations"], truth["orders"])


def differences(ledger, path, truth):
    """Everything in which the program and the truth do not agree; empty when all is well."""
    compare = Comparison()
    code = NEEDS_ATTENTION if truth["broken_rows"] else DONE
    dry = ledger.import_file(path, "--dry-run", code=code)
    compare.equal("jobs after a dry run", ledger.json("import", "list")["items"], [])
    compare.equal("donations after a dry run", ledger.json("donation", "list", "--limit", 0)["total"], 0)
    compare.equal("archive after a dry run", ledger.archived(), [])

    first = ledger.import_file(path, code=code)
    compare.figures("import:", first, truth)
    compare.equal("rows.new", first["rows"]["new"], truth["lines"])
    compare.equal("rows.unchanged", first["rows"]["unchanged"], 0)
    compare.equal("orders.new", first["orders"]["new"], truth["orders"])
    compare.equal("donors counted", first["donors"]["new"] + first["donors"]["matched"], truth["orders"])
    compare.equal("dry run", without_times(dry, "dry_run", "job"), without_times(first, "dry_run", "job"))
    compare.equal("dry run flags", (dry["dry_run"], dry["job"], first["dry_run"]), (True, None, False))
    digests = compare.reports(ledger, truth)
    compare.stored(ledger, truth)
    compare.verified(ledger, truth)

    again = ledger.import_file(path, code=code)
    compare.figures("import again:", again, truth)
    compare.equal("again rows.new", again["rows"]["new"], 0)
    compare.equal("again rows.unchanged", again["rows"]["unchanged"], truth["lines"])
    compare.equal("again orders.new", again["orders"]["new"], 0)
    compare.equal("again orders.unchanged", again["orders"]["unchanged"], truth["orders"])
    compare.equal("again donors", (again["donors"]["new"], again["donors"]["matched"]), (0, 0))
    compare.equal("again issues", again["issues"], first["issues"])
    compare.equal("again unmatched", again["unmatched"], first["unmatched"])
    compare.equal("again digests", compare.reports(ledger, truth), digests)
    compare.verified(ledger, truth)
    return compare.differences
