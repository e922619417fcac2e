#!/usr/bin/env python3
"""保存年限: the preview, the erasing and its ledger, as a clerk sees them."""
import json
import os
import sqlite3
import unittest

from ledger import CONFLICT, DONE, INVALID, NEEDS_ATTENTION, NOT_FOUND
from portal_files import choice_row, csv_bytes
from test_commands import CommandTest

OLD = {"申込日時": "2012-05-10 10:20:30", "入金日": "2012-05-10"}


class Retention(CommandTest):
    def setUp(self):
        super().setUp()
        self.ledger.as_of = "2024-06-15"  # nobody erases ahead of the real day
        self.old_file = [choice_row("C1", **OLD), choice_row("C2", 氏名="徳山　太郎", フリガナ="トクヤマ　タロウ", メールアドレス="t@mail.example.jp",
                                                            電話番号="080-1111-2222", **OLD)]
        self.import_rows("old.csv", self.old_file, as_of="2012-06-01")
        self.ledger.json("receipt", "issue", "--out", self.path("old.pdf"), as_of="2012-06-01")
        self.import_rows("new.csv", [choice_row("C3", 氏名="徳山　次郎", フリガナ="トクヤマ　ジロウ", メールアドレス="j@mail.example.jp",
                                               電話番号="080-3333-4444", 申込日時="2024-05-10 10:20:30", 入金日="2024-05-10")])

    def preview(self, **options):
        return {item["subject"]: item for item in self.ledger.json("retention", "preview", **options)["items"]}

    def test_preview_run_and_ledger(self):
        reports = [self.ledger.run("report", "revenue", "--calendar", calendar, "--year", year, "--json").out
                   for calendar in ("fiscal", "tax", "designation") for year in (2012, 2024)]
        before = self.preview()
        self.assertEqual((before["donation_contact"]["records"], before["donation_contact"]["by_fiscal_year"]),
                         (2, [{"fiscal_year": 2012, "records": 2}]))
        self.assertEqual(before["donation_contact"]["completed_through"], "2014-03-31")
        self.assertEqual(self.preview(as_of="2023-03-31")["donation_contact"]["records"], 0)
        told = self.ledger.run("retention", "preview")
        self.assertIn("何も消していません", told.out)
        self.assertIn("2012年度完結分 2 件", told.out)
        self.assertEqual(len(self.ledger.donations("--search", "太郎")), 1)

        done = self.ledger.json("retention", "run", "--reason", "保存期間満了")
        self.assertIn("donation_contact", [item["subject"] for item in done["items"]])
        self.assertEqual(self.ledger.donations("--search", "太郎"), [])
        self.assertEqual(self.ledger.donations("--search", "検査"), [])
        self.assertEqual([d["portal_order_number"] for d in self.ledger.donations("--search", "徳山")], ["C3"])
        shown = self.ledger.run("donation", "show", "C2")
        self.assertIn("保存期間満了のため消去済み（2024-06-15）", shown.out)
        for word in ("徳山　太郎", "トクヤマ", "080-1111"):
            self.assertNotIn(word, shown.out + self.ledger.run("donation", "history", "C2").out)
        self.assertEqual([self.ledger.run("report", "revenue", "--calendar", calendar, "--year", year, "--json").out
                          for calendar in ("fiscal", "tax", "designation") for year in (2012, 2024)], reports)
        self.assert_verified(self.ledger)
        listed = self.ledger.json("retention", "list")["items"]
        self.assertEqual(listed, done["items"])
        self.assertEqual((listed[0]["actor"], listed[0]["reason"]), ("検査 太郎", "保存期間満了"))
        self.assertEqual(self.ledger.json("retention", "run", "--reason", "もう一度")["total"], 0)
        self.assertIn("ありません", self.ledger.run("retention", "run", "--reason", "もう一度").out)
        connection = sqlite3.connect(os.path.join(self.ledger.data, "furusato.db"))
        dump = "\n".join(connection.iterdump())
        connection.close()
        self.assertNotIn("徳山　太郎", dump)
        self.assertIn("徳山　次郎", dump)

    def test_an_old_file_brings_nobody_back(self):
        self.ledger.json("retention", "run", "--reason", "保存期間満了")
        self.assertEqual(len(self.ledger.archived()), 1)
        self.assert_refused(CONFLICT, "donation.masked", "donation", "edit", "C1", "--set", "name=誰か", "--reason", "x")
        again = self.ledger.json("import", self.path("old.csv"), code=CONFLICT)
        self.assertEqual(again["error"]["code"], "file.retention_over")
        changed = [dict(row, メールアドレス="other@mail.example.jp") for row in self.old_file]
        held = self.import_rows("changed.csv", changed, code=NEEDS_ATTENTION)
        self.assertEqual({issue["code"] for issue in held["issues"]}, {"donation.masked"})
        self.assertEqual(self.ledger.donations("--search", "太郎"), [])
        self.assert_verified(self.ledger)

    def test_runs_and_imports_at_once(self):
        broken = self.import_rows("broken.csv", [choice_row("E%d" % i, 寄附金額="なし", **OLD) for i in range(40)],
                                  code=NEEDS_ATTENTION, as_of="2012-06-01")
        self.assertEqual(broken["orders"]["error"], 40)
        started = [self.ledger.start("retention", "run", "--reason", "保存期間満了", "--json") for _ in range(6)]
        again = [choice_row("N%d" % i, 氏名="徳山　太郎", フリガナ="トクヤマ　タロウ", メールアドレス="t@mail.example.jp", 電話番号="080-1111-2222",
                            申込日時="2024-06-10 10:20:30", 入金日="2024-06-10") for i in range(300)]
        path = self.write("again.csv", csv_bytes(again))
        imported = self.ledger.run("import", path, "--json")
        codes = []
        for process in started:
            out, err = process.communicate()
            codes.append(process.returncode)
            if process.returncode == CONFLICT:
                self.assertIn(json.loads(out)["error"]["code"], ("retention.running", "retention.import_open"), err)
        self.assertLessEqual(set(codes), {DONE, CONFLICT})
        if imported.code == CONFLICT:
            self.assertEqual(imported.object["error"]["code"], "import.retention_running")
            self.ledger.import_file(path)
        self.ledger.json("retention", "run", "--reason", "保存期間満了")
        told = [item["subject"] for item in self.ledger.json("retention", "list")["items"]]
        self.assertEqual(len(told), len(set(told)), "each deletion is told once")
        names = [item["donor"]["name"] for item in self.ledger.donations("--search", "t@mail.example.jp")
                 if item["portal_order_number"].startswith("N")]
        self.assertEqual(names, ["徳山　太郎"] * 300)
        self.assert_verified(self.ledger)

    def test_evidence_says_that_the_file_is_disposed_of(self):
        self.ledger.json("retention", "run", "--reason", "保存期間満了")
        printed = self.ledger.json("donation", "evidence", "C1", "--out", self.path("c1.pdf"), "--purpose", "監査")
        self.assertTrue(printed["sound"])
        self.assertEqual(printed["records"], 0)

    def test_refusals(self):
        self.assert_refused(INVALID, "reason.missing", "retention", "run", "--reason", " ")
        self.assert_refused(NOT_FOUND, "retention.rule_unknown", "retention", "run", "--rule", "x", "--reason", "x")
        ahead = self.ledger.run("retention", "run", "--reason", "x", as_of="2100-01-01")
        self.assertEqual(ahead.code, CONFLICT, ahead)
        self.assertEqual(self.ledger.run("retention", "preview", as_of="2100-01-01").code, DONE)


if __name__ == "__main__":
    unittest.main()
