#!/usr/bin/env python3
"""What an auditor asks for: daily anchors of the audit chain, their paper, and everything that proves one donation."""
import hashlib
import os
import sqlite3
import subprocess
import unittest

from ledger import CONFLICT, DONE, INVALID, NEEDS_ATTENTION, NOT_FOUND
from portal_files import choice_row, csv_bytes
from test_commands import CommandTest


def pdf_text(path):
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout.decode()


def write_chain_anew(database):
    """Every link by plain SHA-256, as somebody can who has the database but not the key."""
    previous = "0" * 64
    links = database.execute("SELECT a.link_number, a.entries, a.entries_digest, o.id, o.kind, o.actor, o.source, o.source_key, o.reason, "
                             "o.business_date, o.started_at, o.finished_at FROM audit_links a JOIN operations o ON o.id = a.operation_id "
                             "ORDER BY a.link_number").fetchall()
    for number, entries, entries_digest, *facts, finished_at in links:
        text = "\x1f".join([previous, *map(str, facts), str(entries), entries_digest, "finished " + finished_at])
        link = hashlib.sha256(text.encode()).hexdigest()
        database.execute("UPDATE audit_links SET previous_link = ?, link = ? WHERE link_number = ?", (previous, link, number))
        previous = link


class AuditTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.ledger = self.new_ledger("audited", as_of="2024-02-27")
        rows = [choice_row("C%d" % number, 申込日時="2024-02-1%d 09:00:00" % number, 入金日="2024-02-1%d" % number) for number in (1, 2)]
        rows[1]["備考"] = "外字 \ue000 のある備考。" + "とても長い備考です。" * 60 if "備考" in rows[1] else ""
        self.ledger.import_file(self.write("二月.csv", csv_bytes(rows, "utf-8")))
        self.ledger.as_of = "2024-02-28"
        self.ledger.json("donation", "edit", "C1", "--set", "番地=岐山通1丁目", "--reason", "電話で確認")

    def database(self):
        return sqlite3.connect(os.path.join(self.ledger.data, "furusato.db"))


class Anchors(AuditTest):
    def test_days_are_sealed_listed_printed_and_compared(self):
        sealed = self.ledger.json("audit", "anchor")
        self.assertEqual((sealed["day"], sealed["number"], sealed["new"]), ("2024-02-28", 2, True))
        self.assertFalse(self.ledger.json("audit", "anchor")["new"])
        self.assertIn("封印済み", self.ledger.run("audit", "anchor").out)
        listed = self.ledger.json("audit", "list")
        self.assertEqual([(item["day"], item["number"]) for item in listed["items"]], [("2024-02-27", 1), ("2024-02-28", 2)])
        self.assertEqual(self.ledger.json("audit", "list", "--from", "2024-02-28", "--to", "2024-02-28")["total"], 1)
        self.assertTrue(all(len(line.encode("euc-jp")) <= 80 for line in self.ledger.run("audit", "list").out.splitlines()))
        out = self.path("封印.pdf")
        printed = self.ledger.json("audit", "print", "--out", out)
        self.assertEqual((printed["anchors"], printed["pages"]), (2, 1))
        subprocess.run(["qpdf", "--check", out], check=True, capture_output=True)
        text = pdf_text(out)
        for part in ("操作履歴の日次封印", "2024年2月分", "保管者", "2024-02-28", sealed["short"]):
            self.assertIn(part, text)
        same = self.ledger.json("audit", "check", "--day", "2024-02-28", "--digest", sealed["short"])
        self.assertEqual(same["agreement"], "same")
        wrong = ("0" if sealed["short"][0] != "0" else "1") + sealed["short"][1:]
        self.assertEqual(self.ledger.json("audit", "check", "--day", "2024-02-28", "--digest", wrong, code=NEEDS_ATTENTION)["agreement"],
                         "differs")
        missing = self.ledger.run("audit", "check", "--day", "2024-01-05", "--digest", sealed["short"])
        self.assertEqual(missing.code, NEEDS_ATTENTION)
        self.assertIn("封印が台帳にありません", missing.out)
        verified = self.assert_verified(self.ledger)
        self.assertEqual((verified["anchors"], verified["operations_after_anchor"]), (2, 0))

    def test_verify_tells_what_is_not_sealed_yet(self):
        told = self.ledger.run("verify")
        self.assertEqual(told.code, DONE)
        self.assertIn("まだ封印されていない操作が 1 件あります（2024-02-28 から）", told.out)
        self.assertEqual(self.ledger.json("verify")["unsealed_from"], "2024-02-28")
        self.ledger.json("audit", "anchor")
        self.assertNotIn("封印されていない", self.ledger.run("verify").out)
        self.assertIsNone(self.ledger.json("verify")["unsealed_from"])
        with self.database() as database:
            database.execute("DELETE FROM audit_anchor_lanes")
            database.execute("DELETE FROM audit_anchors")
        told = self.ledger.run("verify")
        self.assertEqual(told.code, NEEDS_ATTENTION)
        self.assertIn("封印されていない日があります", told.out)

    def test_what_was_cut_off_is_found(self):
        self.ledger.json("audit", "anchor")
        with self.database() as database:
            database.execute("DELETE FROM audit_links WHERE link_number = (SELECT MAX(link_number) FROM audit_links)")
            database.execute("UPDATE operations SET state = 'open' WHERE id = (SELECT MAX(id) FROM operations)")
        verify = self.ledger.run("verify")
        self.assertEqual(verify.code, NEEDS_ATTENTION)
        self.assertIn("その日の封印と合いません", verify.out)
        self.assertIn("2024-02-28 cli", verify.out)

    def test_refusals(self):
        self.assert_refused(INVALID, "audit.day_to_come", "audit", "anchor", "--day", "2024-02-29")
        self.assert_refused(CONFLICT, "audit.day_passed", "audit", "anchor", "--day", "2024-02-01")
        self.assert_refused(INVALID, "audit.digest_invalid", "audit", "check", "--day", "2024-02-27", "--digest", "1234")
        self.assert_refused(NOT_FOUND, "audit.none", "audit", "print", "--out", self.path("x.pdf"), "--from", "2025-01-01")
        self.assert_refused(CONFLICT, "file.exists", "audit", "print", "--out", self.write("there.pdf", ""))


class Evidence(AuditTest):
    def test_one_paper_proves_a_donation(self):
        self.ledger.json("receipt", "issue", "--out", self.path("証明書.pdf"))
        out = self.path("証跡.pdf")
        printed = self.ledger.json("donation", "evidence", "C1", "--out", out, "--purpose", "監査委員の求め")
        self.assertEqual((printed["sound"], printed["records"], printed["receipts"], printed["operations"]), (True, 1, 1, 3))
        subprocess.run(["qpdf", "--check", out], check=True, capture_output=True)
        text = pdf_text(out)
        for part in ("寄附の証跡一式", printed["number"], "監査委員の求め", "検査 太郎", "二月.csv", "SHA-256", "申込番号", "C1", "card.2008",
                     "10,000円", "R6-0000001", "岐山通1丁目", "電話で確認", "2024-02-27", "一致", "1/%d" % printed["pages"]):
            self.assertIn(part.replace(" ", ""), text.replace(" ", ""))
        self.assertNotIn("不一致", text)
        logged = [item for item in self.ledger.json("access", "list")["items"] if item["action"] == "donation.evidence"][0]
        self.assertEqual((logged["action"], logged["subject"], logged["purpose"]),
                         ("donation.evidence", printed["number"], "監査委員の求め"))
        self.assertIn("書き込まれたときのまま", self.ledger.run("donation", "evidence", "C1", "--out", out, "--for", "監査", "--overwrite").out)
        self.assert_verified(self.ledger)

    def test_it_says_what_differs(self):
        with self.database() as database:
            database.execute("UPDATE donations SET remark = 'x' WHERE portal_order_number = 'C2'")
        told = self.ledger.run("donation", "evidence", "C2", "--out", self.path("e.pdf"), "--purpose", "監査")
        self.assertEqual(told.code, NEEDS_ATTENTION)
        self.assertIn("履歴と合わない", told.out)
        self.assertIn("不一致", pdf_text(self.path("e.pdf")))

    def test_a_chain_that_was_written_anew_is_not_certified(self):
        self.ledger.json("audit", "anchor")
        with self.database() as database:
            database.execute("UPDATE operations SET actor = '市長', reason = '偽' WHERE kind = 'donation.edit'")
            write_chain_anew(database)
        told = self.ledger.run("donation", "evidence", "C1", "--out", self.path("e.pdf"), "--purpose", "監査")
        self.assertEqual(told.code, NEEDS_ATTENTION, told)
        self.assertIn("履歴と合わない", told.out)
        self.assertIn("不一致", pdf_text(self.path("e.pdf")))

    def test_refusals(self):
        out = ("--out", self.path("e.pdf"), "--purpose")
        self.assert_refused(NOT_FOUND, "donation.unknown", "donation", "evidence", "X9", *out, "監査")
        self.assert_refused(INVALID, "export.purpose_missing", "donation", "evidence", "C1", *out, " ")
        self.assert_refused(CONFLICT, "file.exists", "donation", "evidence", "C1", "--out", self.write("there.pdf", ""), "--purpose", "x")
        self.assertEqual(self.ledger.run("donation", "evidence", "C1", "--out", self.path("e.pdf")).code, INVALID)
        self.assertFalse(os.path.exists(self.path("e.pdf")))


if __name__ == "__main__":
    unittest.main()
