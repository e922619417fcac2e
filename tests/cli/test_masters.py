#!/usr/bin/env python3
"""Masters by their days: what a clerk types, reads and is refused."""
import unittest

from ledger import CONFLICT, DONE, INVALID, NOT_FOUND
from portal_files import choice_row
from test_commands import CommandTest


class Masters(CommandTest):
    def setUp(self):
        super().setUp()
        self.ledger.json("master", "add", "基金", "K1", "まちづくり基金", "--from", "2020-04-01")
        self.ledger.json("master", "add", "使途", "1", "市長におまかせ", "--fund", "K1", "--from", "2020-04-01")
        self.import_rows("one.csv", [choice_row("C1")])

    def test_a_rename_is_planned_shown_and_taken_back(self):
        planned = self.ledger.json("master", "set", "使途", "1", "--name", "市政全般", "--from", "令和9年4月1日", "--reason", "要綱改正")
        self.assertEqual([(v["name"], v["valid_from"], v["valid_to"], v["status"]) for v in planned["versions"]],
                         [("市長におまかせ", "2020-04-01", "2027-03-31", "in_force"), ("市政全般", "2027-04-01", None, "planned")])
        self.assertEqual(planned["history"][-1]["reason"], "要綱改正")
        told = self.ledger.run("master", "list", "purpose")
        self.assertIn("予定", told.out)
        self.assertIn("市政全般", self.ledger.run("master", "show", "使途", "1").out)
        purpose = self.ledger.json("donation", "show", "C1")["purposes"][0]
        self.assertEqual((purpose["name"], purpose["fund"]), ("市長におまかせ", "まちづくり基金"))
        self.assertIn("（まちづくり基金）", self.ledger.run("donation", "show", "C1").out)
        self.ledger.json("master", "withdraw", "使途", "1", "--reason", "見送り")
        self.assertEqual([item["name"] for item in self.ledger.json("master", "list", "使途")["items"]], ["市長におまかせ"])
        self.assertEqual(len(self.ledger.json("master", "list", "使途", "--all")["items"]), 2)
        self.assert_verified(self.ledger)

    def test_old_reports_keep_old_names(self):
        self.ledger.json("master", "set", "使途", "1", "--name", "市政全般", "--from", "2026-06-01", "--reason", "要綱改正")
        self.import_rows("two.csv", [choice_row("C2", 申込日時="2026-06-02 10:00:00", 入金日="2026-06-02")])
        self.assertEqual(self.ledger.json("donation", "show", "C1")["purposes"][0]["name"], "市長におまかせ")
        self.assertEqual(self.ledger.json("donation", "show", "C2")["purposes"][0]["name"], "市政全般")
        of_may = self.ledger.json("report", "revenue", "--year", "2026", "--through", "2026-05")
        self.assertEqual([line["label"] for line in of_may["by"]["purpose"]], ["市長におまかせ"])
        of_year = self.ledger.json("report", "revenue", "--year", "2026")
        self.assertEqual([(line["label"], line["yen"]) for line in of_year["by"]["purpose"]], [("市長におまかせ→市政全般", 20000)])

    def test_portals_and_payment_methods(self):
        listed = self.ledger.json("master", "list", "ポータル")["items"]
        self.assertIn(("choice", "ふるさとチョイス", "standard"), [(i["code"], i["name"], i["status"]) for i in listed])
        told = self.ledger.run("master", "add", "ポータル", "rakuten", "楽天", "--points", "あり", "--from", "2025-10-01")
        self.assertEqual(told.code, DONE, told)
        self.assertIn("ポイントを付与するポータル", told.out)
        self.ledger.json("master", "add", "支払方法", "card", "カード", "--from", "2026-06-01")
        self.assertIn("クレジットカード", self.ledger.run("donation", "show", "C1").out)
        methods = self.ledger.json("master", "list", "支払方法", "--search", "銀行")["items"]
        self.assertEqual([i["code"] for i in methods], ["bank_transfer"])
        for line in self.ledger.run("master", "list").out.split("注意：")[0].splitlines():
            self.assertLessEqual(sum(2 if ord(letter) > 0x2e80 else 1 for letter in line), 80, line)

    def test_refusals(self):
        self.assert_refused(CONFLICT, "master.in_use", "master", "end", "使途", "1", "--to", "2026-05-09", "--reason", "x")
        self.assert_refused(CONFLICT, "master.overlaps", "master", "add", "使途", "1", "x")
        self.assert_refused(CONFLICT, "master.fund_in_use", "master", "end", "基金", "K1", "--to", "2027-03-31", "--reason", "x")
        self.assert_refused(NOT_FOUND, "master.unknown", "master", "show", "使途", "9")
        self.assert_refused(NOT_FOUND, "master.standard_only", "master", "set", "ポータル", "choice", "--name", "x", "--reason", "x")
        self.assert_refused(NOT_FOUND, "master.key_unknown", "master", "add", "ポータル", "nowhere", "x")
        self.assert_refused(INVALID, "option.invalid", "master", "list", "返礼")
        self.assert_refused(INVALID, "master.field_not_of_kind", "master", "add", "基金", "K2", "x", "--points", "あり")

    def test_a_name_that_several_had_is_no_filter(self):
        add = lambda *words: self.ledger.json("master", "add", *words)
        add("使途", "2", "子育て", "--from", "2020-04-01", "--to", "2026-03-31")
        add("使途", "3", "子育て", "--from", "2026-04-01")
        listed = lambda *words: [d["portal_order_number"] for d in self.ledger.json("donation", "list", *words)["items"]]
        self.assertEqual(listed("--purpose", "市長におまかせ"), ["C1"])
        self.assert_refused(INVALID, "filter.name_ambiguous", "donation", "list", "--purpose", "子育て")
        self.assertIn("2、3", self.ledger.run("donation", "list", "--purpose", "子育て").err)
        self.assert_refused(INVALID, "filter.name_ambiguous", "donation", "bulk", "--purpose", "子育て", "--event", "cancel",
                            "--reason", "x")
        self.assert_refused(INVALID, "filter.name_ambiguous", "donation", "export", "--purpose", "子育て", "--for", "x",
                            "--out", self.path("x.csv"))
        self.assertEqual(listed("--purpose", "3"), [])
        self.ledger.json("master", "withdraw", "使途", "3", "--reason", "誤り")
        self.assertEqual(listed("--purpose", "子育て"), [])
        add("支払方法", "card", "カード", "--from", "2026-06-01")
        self.assertEqual(listed("--payment-method", "カード"), ["C1"])
        self.assertEqual(listed("--payment-method", "クレジットカード"), ["C1"])
        add("支払方法", "counter", "クレジットカード", "--from", "2026-06-01")
        self.assert_refused(INVALID, "filter.name_ambiguous", "donation", "list", "--payment-method", "クレジットカード")

    def test_the_mayor_is_a_dated_setting(self):
        self.ledger.json("setting", "set", "issuer_name", "見本 一郎", "--from", "2026-04-01", "--reason", "就任")
        self.ledger.json("setting", "set", "issuer_name", "見本 二郎", "--from", "2026-12-01", "--reason", "退任")
        mayors = [(s["value"], s["status"]) for s in self.ledger.json("setting", "list")["items"] if s["name"] == "issuer_name"]
        self.assertEqual(mayors, [("見本 一郎", "in_force"), ("見本 二郎", "planned")])
        self.ledger.json("receipt", "issue", "--out", self.path("one.pdf"))
        self.assert_refused(CONFLICT, "setting.receipts_issued", "setting", "set", "issuer_name", "見本 三郎", "--from", "2026-06-01")
        self.assert_verified(self.ledger)


if __name__ == "__main__":
    unittest.main()
