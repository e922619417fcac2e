#!/usr/bin/env python3
"""Donors as clerks see and keep them, addresses that are not shown, residents' gifts, and tickets."""
import csv
import unittest

from ledger import CONFLICT, DONE, INVALID, NOT_FOUND
from portal_files import choice_row
from test_commands import CommandTest

HIDDEN = "支援措置のため表示しません"
STREET = "秘密町12番地"


class Donors(CommandTest):
    def setUp(self):
        super().setUp()
        self.import_rows("two.csv", [choice_row("C1", 氏名="秘匿　花子", 番地=STREET, 電話番号="0834-11-1111"),
                                     choice_row("C2", 氏名="別人　太郎")])
        self.donor = self.by_order("C1")["donor"]["id"]

    def edit(self, *options, code=DONE):
        return self.ledger.json("donor", "edit", self.donor, "--reason", "申出", *options, code=code)

    def test_a_donor_is_found_shown_and_edited(self):
        listed = self.ledger.json("donor", "list", "--search", "秘匿")
        self.assertEqual([(item["id"], item["donations"], item["total_yen"]) for item in listed["items"]], [(self.donor, 1, 10000)])
        self.assertEqual(self.ledger.json("donor", "list", "--limit", "1")["total"], 2)
        first = self.ledger.json("donor", "list", "--limit", "1")
        rest = self.ledger.json("donor", "list", "--after", first["next"])
        self.assertEqual((len(rest["items"]), rest["next"]), (1, None))
        edited = self.edit("--set", "氏名=新姓　花子", "--set", "メール配信停止=受け取らない", "--address", "送付先",
                           "--set", "市区町村=光市", "--set", "宛名=家族　次郎", "--valid-from", "2026-06-01")
        self.assertEqual(edited["version"], 2)
        shown = self.ledger.json("donor", "show", "--donation", "C1")
        self.assertEqual((shown["name"], shown["mail_opt_out"], shown["addresses"]["delivery"][0]["city"]), ("新姓　花子", True, "光市"))
        self.assertEqual([item["name"] for item in shown["donation_list"]], ["秘匿　花子"], "the donation keeps its name")
        self.assertEqual(shown["tax_years"], [{"tax_year": int(self.by_order("C1")["received_on"][:4]), "donations": 1, "yen": 10000}])
        told = self.ledger.run("donor", "show", self.donor).out
        for word in ("新姓　花子", "送付先", "光市", "家族　次郎 様", "受け取らない", "合計"):
            self.assertIn(word, told)
        self.assertIn("（なし） → 光市", self.ledger.run("donor", "history", self.donor).out)
        self.assert_refused(CONFLICT, "donor.changed_meanwhile", "donor", "edit", self.donor, "--reason", "x", "--set", "name=甲", "--version", "1")
        self.assert_refused(NOT_FOUND, "donor.unknown", "donor", "show", "999")
        self.assert_refused(INVALID, "donor.number_missing", "donor", "show")
        unknown = self.ledger.run("donor", "edit", self.donor, "--reason", "x", "--set", "好物=ふぐ")
        self.assertEqual(unknown.code, INVALID)
        self.assertIn("送付先の市区町村", unknown.err)
        self.assert_verified(self.ledger)

    def test_a_guarded_address_is_shown_nowhere_unless_for_a_reason(self):
        self.edit("--set", "支援措置=あり")
        looks = [("donor", "list"), ("donor", "show", self.donor), ("donor", "history", self.donor), ("donation", "list"),
                 ("donation", "show", "C1"), ("donation", "history", "C1")]
        self.edit("--set", "street=" + STREET + "2", "--set", "備考=" + STREET)
        self.ledger.json("donation", "edit", "C1", "--set", "備考=" + STREET, "--reason", "電話")
        ticket = self.ledger.json("ticket", "add", "C1", "--text", STREET + "に送る")["id"]
        looks += [("ticket", "list"), ("ticket", "show", ticket), ("ticket", "history", ticket), ("ticket", "handover", "--from", "検査 太郎")]
        for look in looks:
            for json in ((), ("--json",)):
                told = self.ledger.run(*look, *json)
                self.assertEqual(told.code, DONE, told)
                self.assertNotIn("秘密町", told.out, look)
                self.assertNotIn("0834111111", told.out, look)
        self.assertRegex(self.ledger.run("donor", "show", self.donor).out, "市内・市外 *" + HIDDEN)
        self.assertEqual([self.ledger.json(*look)["resident"] for look in (looks[1], looks[4])], [None, None])
        self.assertIn(STREET, self.ledger.run("ticket", "show", ticket, "--reveal", "照会").out)
        for look in looks[:2] + looks[4:5]:
            self.assertIn(HIDDEN, self.ledger.run(*look).out)
        path = self.path("out.csv")
        self.ledger.json("donation", "export", "--out", path, "--for", "調査")
        with open(path, encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        table = {row[rows[1].index("ポータル注文番号")]: dict(zip(rows[1], row)) for row in rows[2:]}
        self.assertEqual((table["C1"]["番地"], table["C1"]["電話"], table["C1"]["氏名"]), (HIDDEN, HIDDEN, "秘匿　花子"))
        self.assertNotEqual(table["C2"]["番地"], HIDDEN)
        self.assert_refused(INVALID, "reveal.reason_missing", "donor", "show", self.donor, "--reveal", " ")
        paper = self.path("evidence.pdf")
        self.assert_refused(CONFLICT, "address.guarded", "donation", "evidence", "C1", "--out", paper, "--purpose", "監査")
        before = self.ledger.json("access", "list")["items"]
        self.assertEqual({item["action"] for item in before if item["action"].endswith(".reveal")}, {"ticket.reveal"})
        self.assertEqual(self.ledger.json("donor", "show", self.donor, "--reveal", "警察の照会")["address"], STREET + "2")
        self.assertIn(STREET, self.ledger.run("donation", "show", "C1", "--reveal", "警察の照会").out)
        self.assertEqual(self.ledger.json("donation", "list", "--search", "C1", "--reveal", "照会")["items"][0]["donor"]["phone"], "0834111111")
        self.ledger.json("donation", "export", "--out", path, "--for", "調査", "--overwrite", "--reveal", "照会")
        with open(path, encoding="utf-8-sig") as stream:
            self.assertIn(STREET, stream.read())
        revealed = [(item["action"], item["purpose"]) for item in self.ledger.json("access", "list")["items"] if item["action"].endswith(".reveal")]
        self.assertEqual(sorted(revealed), [("donation.reveal", "照会"), ("donation.reveal", "照会"), ("donation.reveal", "警察の照会"), ("donor.reveal", "警察の照会"),
                                            ("ticket.reveal", "照会")])
        self.assert_verified(self.ledger)


    def test_a_move_keeps_nothing_of_the_old_address_and_tells_the_whole_new_one(self):
        self.edit("--set", "建物=シャトーひまわり 606", "--valid-from", "2026-01-01")
        told = self.ledger.run("donor", "edit", self.donor, "--set", "都道府県=広島県", "--set", "市区町村=福山市", "--set", "番地=東町1-1",
                               "--valid-from", "2026-04-01", "--valid-to", "2026-04-30", "--reason", "住民票").out
        self.assertIn("住民票の住所（2026-04-01～2026-04-30）：〒", told)
        self.assertIn("シャトーひまわり 606 → 広島県福山市東町1-1\n", told)
        self.assertIn("広島県福山市東町1-1", self.ledger.run("donor", "history", self.donor).out)
        held = self.ledger.json("donor", "show", self.donor, as_of="2026-04-15")
        self.assertEqual((held["postal_code"], held["address"]), ("", "東町1-1"))

    def test_an_individual_number_is_stored_nowhere(self):
        number = "1234-5678-9018"
        for command in (("donor", "edit", self.donor, "--set", "備考=" + number, "--reason", "メモ"), ("ticket", "add", "C1", "--text", number),
                        ("donor", "edit", self.donor, "--set", "備考=メモ", "--reason", number),
                        ("donation", "edit", "C1", "--set", "備考=" + number, "--reason", "t"),
                        ("donation", "edit", "C1", "--set", "備考=メモ", "--reason", number), ("donor", "show", self.donor, "--reveal", number)):
            self.assert_refused(INVALID, "entry.individual_number", *command)
            self.assertNotIn("9018", self.ledger.run(*command).err.replace("/", ""))
        self.assert_verified(self.ledger)


class Residents(CommandTest):
    def test_an_item_that_the_master_calls_no_gift_is_none(self):
        self.import_gifts("SN999,返礼品なし（寄附のみ）,,,,1000,0,返礼品なし,,2023-04-01,", "SN998,無料の見本,,,,1000,0,雑貨,,2023-04-01,",
                          "SN997,有料の記念品,,,,1000,300,返礼品なし,,2023-04-01,")
        self.import_rows("rows.csv", [choice_row("C%d" % number, 氏名="市内　%d郎" % number, お礼の品番号=gift, お礼の品名="品")
                                      for number, gift in enumerate(("SN999", "SN998", "SN997", "SN996"))])
        self.assertEqual([item["portal_order_number"] for item in self.ledger.donations("--resident-gift")], ["C1", "C2", "C3"])
        self.assertEqual([self.ledger.json("donation", "show", "C%d" % number)["resident_gift"] for number in range(4)], [False, True, True, True])

    def test_gifts_to_residents_are_listed_and_dropped(self):
        self.import_rows("two.csv", [choice_row("C1", 氏名="市内　花子", 都道府県="山口県", 市区町村="周南市"),
                                     choice_row("C2", 氏名="市外　太郎", 都道府県="山口県", 市区町村="下松市")])
        self.assertEqual([item["portal_order_number"] for item in self.ledger.donations("--resident-gift")], ["C1"])
        shown = self.ledger.json("donation", "show", "C1")
        self.assertEqual((shown["resident"], shown["resident_gift"]), (True, True))
        self.assertIn("市内の方の寄附", self.ledger.run("donation", "show", "C1").out)
        self.assertNotIn("市内の方の寄附", self.ledger.run("donation", "show", "C2").out)
        self.assertIn("市内", self.ledger.run("donor", "show", "--donation", "C1").out)
        self.import_gifts("SN011,徳山ふぐ刺身セット,ふぐ刺身,S02,ふぐ処みほん（架空）,10000,3000,魚介類,,2026-04-01,")
        slip = ("donation", "add", "--name", "窓口　次郎", "--amount", "10000", "--payment-method", "窓口", "--city", "周南市", "--street", "1")
        self.assertNotIn("市内の方の寄附", self.ledger.run(*slip).out)
        self.assertIn("市内の方の寄附", self.ledger.run(*slip, "--gift", "SN011", "--another-one").out)
        self.ledger.json("donation", "drop-gifts", "M2026-000002", "--reason", "市内の方")
        dropped = self.ledger.json("donation", "drop-gifts", "C1", "--reason", "市内の方")
        self.assertEqual(self.ledger.donations("--resident-gift"), [])
        self.assertEqual(self.ledger.json("donation", "show", "C1")["state"], "received")
        self.ledger.json("donation", "undo", dropped["operation"], "--reason", "取り違え")
        self.assertEqual(len(self.ledger.donations("--resident-gift")), 1)
        self.assert_verified(self.ledger)


class Tickets(CommandTest):
    def setUp(self):
        super().setUp()
        self.import_rows("one.csv", [choice_row("C1")])

    def test_a_complaint_from_the_call_to_its_end(self):
        added = self.ledger.json("ticket", "add", "C1", "--kind", "苦情", "--priority", "高", "--text", "箱がつぶれて届いた\n写真あり")
        self.assertEqual((added["kind"], added["priority"], added["state"], added["assignee"], added["subject"]),
                         ("complaint", "high", "open", "検査 太郎", "箱がつぶれて届いた"))
        number = added["id"]
        self.ledger.json("ticket", "edit", number, "--state", "対応中", "--text", "運送会社に連絡")
        self.assert_refused(INVALID, "ticket.complaint_incomplete", "ticket", "close", number)
        self.assertIn("箱がつぶれて", self.ledger.run("donation", "show", "C1").out)
        closed = self.ledger.json("ticket", "close", number, "--cause", "運送", "--action", "再送", "--payer", "運送", "--text", "再送済み")
        self.assertEqual((closed["state"], closed["cause"], closed["payer"], closed["closed_on"]), ("closed", "carrier", "carrier", "2026-06-15"))
        shown = self.ledger.json("ticket", "show", number)
        self.assertEqual([entry["text"] for entry in shown["entries"]], ["箱がつぶれて届いた\n写真あり", "運送会社に連絡", "再送済み"])
        told = self.ledger.run("ticket", "show", number).out
        for word in ("苦情", "完了", "原因：運送", "再送済み"):
            self.assertIn(word, told)
        self.assertEqual(self.ledger.json("ticket", "list")["total"], 0)
        self.assertEqual(self.ledger.json("ticket", "list", "--all")["total"], 1)
        self.assertEqual(self.ledger.json("ticket", "list", "--donation", "C1")["total"], 1)
        self.assertEqual([self.ledger.json("ticket", "list", "--all", "--search", word)["total"] for word in ("つぶれ", "運送会社", "%")], [1, 1, 0])
        self.assertIn("対応中", self.ledger.run("ticket", "history", number).out)
        self.assertIn("ticket.show", {item["action"] for item in self.ledger.json("access", "list")["items"]})
        self.assert_refused(INVALID, "ticket.about_whom", "ticket", "add", "--text", "x")
        self.assert_refused(INVALID, "option.invalid", "ticket", "add", "C1", "--kind", "雑談", "--text", "x")
        self.assert_verified(self.ledger)

    def test_everything_open_is_handed_over_and_back(self):
        for text in ("一", "二", "三"):
            self.ledger.json("ticket", "add", "C1", "--text", text)
        one = self.ledger.json("ticket", "list")["items"][0]["id"]
        self.assertEqual(self.ledger.json("ticket", "assign", one, "--to", "山田")["assignee"], "山田")
        self.assertEqual(self.ledger.json("ticket", "handover", "--from", "検査 太郎")["total"], 2)
        self.assert_refused(INVALID, "reason.missing", "ticket", "handover", "--from", "検査 太郎", "--to", "徳山")
        given = self.ledger.json("ticket", "handover", "--from", "検査 太郎", "--to", "徳山", "--reason", "異動")
        self.assertEqual(given["changed"], 2)
        self.assertEqual(self.ledger.json("ticket", "list", "--assignee", "徳山")["total"], 2)
        self.assertIn("2 件", self.ledger.run("ticket", "handover", "--from", "徳山", "--to", "検査 太郎", "--reason", "取り違え").out)
        self.assertEqual(self.ledger.json("ticket", "handover", "--from", "検査 太郎")["total"], 2)
        self.assertEqual(self.ledger.json("ticket", "handover", "--from", "検査　太郎")["total"], 2)
        nobody = self.ledger.run("ticket", "handover", "--from", "山本", "--to", "徳山", "--reason", "異動")
        self.assertEqual(nobody.code, NOT_FOUND)
        self.assertIn("検査 太郎", nobody.err)
        self.assertIn("山田", nobody.err)
        self.assert_verified(self.ledger)


if __name__ == "__main__":
    unittest.main()
