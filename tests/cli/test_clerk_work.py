#!/usr/bin/env python3
"""What clerks do besides imports and receipts: entry by hand, many changes at once and their undo, payments, moving in."""
import csv
import os
import subprocess
import unittest
import zipfile
from xml.etree import ElementTree

from ledger import CONFLICT, DONE, INVALID, NEEDS_ATTENTION, NOT_FOUND, environment
from portal_files import choice_row, csv_bytes
from test_commands import CommandTest

SLIP = ("--name", "周南　花子", "--amount", "10,000円", "--payment-method", "窓口", "--city", "周南市", "--street", "岐山通1丁目1番地")


class EntryByHand(CommandTest):
    def test_a_slip_becomes_a_donation_with_a_receipt(self):
        entered = self.ledger.json("donation", "add", *SLIP)
        self.assertEqual((entered["portal_order_number"], entered["state"], entered["received_on"], entered["donor"]["new"]),
                         ("M2026-000001", "received", "2026-06-15", True))
        self.assert_refused(CONFLICT, "entry.similar", "donation", "add", *SLIP)
        self.ledger.json("donation", "add", *SLIP, "--another-one")
        self.assertEqual(self.ledger.received_in_all(2026, 2026), (2, 20000))
        self.assertEqual(self.ledger.json("receipt", "due")["total"], 2)
        self.assertEqual(self.ledger.json("receipt", "issue", "--out", self.path("two.pdf"))["issued"], 2)
        self.assert_verified(self.ledger)

    def test_what_is_wrong_is_said_by_its_column(self):
        self.assert_refused(INVALID, "applied_on.not_a_date", "donation", "add", *SLIP, "--applied-on", "2026-02-30")
        self.assert_refused(INVALID, "entry.word_unknown", "donation", "add", *SLIP, "--one-stop", "たぶん")
        self.assert_refused(INVALID, "entry.gift_unknown", "donation", "add", *SLIP, "--gift", "SN404")
        told = self.ledger.run("donation", "add", *SLIP, "--remark", "ok")
        self.assertIn("M2026-", told.out)
        self.assertIn("受領", told.out)


class GiftsPutRight(CommandTest):
    GIFTS = ("SN001,周南の地酒 720ml,地酒,S03,見本酒造（架空）,10000,3000,酒類,,2026-04-01,",
             "SN011,徳山ふぐ刺身セット,ふぐ刺身,S02,ふぐ処みほん（架空）,10000,3000,魚介類,,2026-04-01,",
             "SN022,周南産 無農薬米 5kg,無農薬米5kg,S05,見本農園（架空）,20000,3500,米,,2026-04-01,")

    def setUp(self):
        super().setUp()
        self.import_gifts(*self.GIFTS)
        self.import_rows("one.csv", [choice_row("C1", お礼の品番号="SN001")])

    def gifts(self):
        return [(g["line"], g["code"], g["quantity"], g["yen"]) for g in self.ledger.json("donation", "show", "C1")["gifts"]]

    def test_another_gift_one_more_and_back(self):
        yen = self.gifts()[0][3]
        self.assertEqual(self.gifts(), [(1, "SN001", 1, yen)])
        self.assertIn("1: SN001", self.ledger.run("donation", "show", "C1").out)
        told = self.ledger.run("donation", "edit", "C1", "--gift", "1=sn011", "--reason", "取り違え")
        self.assertEqual(told.code, DONE, told)
        self.assertIn("徳山ふぐ刺身セット ×1 手配前", told.out)
        self.assertEqual(self.gifts(), [(1, "SN011", 1, yen)])
        split = self.ledger.json("donation", "edit", "C1", "--gift", "SN011:%d" % (yen - 1000), "--add-gift", "SN001:1000", "--reason",
                                 "二品", "--below-required")
        self.assertEqual(self.gifts(), [(1, "SN011", 1, yen - 1000), (2, "SN001", 1, 1000)])
        self.ledger.json("donation", "undo", split["operation"], "--reason", "誤り")
        self.assertEqual(self.gifts(), [(1, "SN011", 1, yen)])
        self.ledger.json("donation", "edit", "C1", "--remove-gift", "1", "--reason", "辞退")
        self.assertEqual(self.gifts(), [])
        self.assertIn("徳山ふぐ刺身セット", self.ledger.run("donation", "history", "C1").out)
        self.assert_verified(self.ledger)

    def test_refusals(self):
        edit = lambda *words: ("donation", "edit", "C1", "--reason", "x", *words)
        self.assert_refused(INVALID, "entry.gift_unknown", *edit("--gift", "1=SN777"))
        self.assert_refused(INVALID, "gift.line_unknown", *edit("--gift", "2=SN011"))
        self.assert_refused(INVALID, "option.invalid", *edit("--gift", "一=SN011"))
        self.assert_refused(INVALID, "gift.typed_wrong", *edit("--gift", "SN011x1000"))
        self.assert_refused(CONFLICT, "gift.exceeds_donation", *edit("--gift", "SN022"))
        self.assert_refused(INVALID, "reason.missing", "donation", "edit", "C1", "--gift", "SN011")
        self.assert_refused(INVALID, "donation.nothing_changed", *edit())
        slip = ("--name", "周南　花子", "--amount", "10000", "--payment-method", "窓口", "--gift", "SN022")
        self.assert_refused(CONFLICT, "gift.exceeds_donation", "donation", "add", *slip)
        self.ledger.json("donation", "add", *slip, "--below-required")


class ManyAtOnce(CommandTest):
    def setUp(self):
        super().setUp()
        self.import_rows("many.csv", [choice_row("C%03d" % number, 入金状況="未入金" if number % 3 == 0 else "入金済",
                                                 申込状況="入金待ち" if number % 3 == 0 else "受付完了") for number in range(30)],
                         code=(DONE, NEEDS_ATTENTION))

    def test_preview_apply_and_undo(self):
        awaited = ("donation", "bulk", "--state", "入金待ち", "--event", "cancel", "--reason", "期限切れ")
        before = self.ledger.revenue(2026)["digest"]
        preview = self.ledger.json(*awaited)
        self.assertEqual((preview["changed"], preview["operation"]), (10, None))
        self.assertEqual(len(self.ledger.donations("--state", "awaiting_payment")), 10, "a preview changes nothing")
        applied = self.ledger.json(*awaited, "--apply")
        self.assertEqual(len(self.ledger.donations("--state", "取消")), 10)
        self.assertIn("手配前", self.ledger.run("donation", "history", "C003").out)
        undone = self.ledger.json("donation", "undo", applied["operation"], "--reason", "取り違え")
        self.assertEqual(undone["changed"], 10)
        self.assertEqual(len(self.ledger.donations("--state", "入金待ち")), 10)
        self.assertEqual(self.ledger.revenue(2026)["digest"], before)
        self.assert_verified(self.ledger)

    def test_fields_are_named_as_on_the_screen(self):
        told = self.ledger.run("donation", "bulk", "--search", "C001", "--set", "備考=抽選対象", "--reason", "抽選", "--apply")
        self.assertEqual(told.code, DONE, told)
        self.assertIn("備考：（なし） → 抽選対象", told.out)
        self.assertEqual(self.ledger.json("donation", "show", "C001")["remark"], "抽選対象")
        unknown = self.ledger.run("donation", "bulk", "--search", "C001", "--set", "好物=ふぐ", "--reason", "x")
        self.assertEqual(unknown.code, INVALID)
        self.assertIn("氏名", unknown.err)

    def test_refusals(self):
        self.assert_refused(INVALID, "bulk.everything", "donation", "bulk", "--set", "備考=x", "--reason", "x")
        self.assert_refused(INVALID, "donation.nothing_changed", "donation", "bulk", "--state", "受領", "--reason", "x")
        self.assert_refused(INVALID, "option.invalid", "donation", "list", "--state", "受領済み")
        self.assert_refused(NOT_FOUND, "undo.unknown", "donation", "undo", "99999", "--reason", "x")


class PaymentsIn(CommandTest):
    def setUp(self):
        super().setUp()
        self.import_rows("awaited.csv", [choice_row("C%d" % number, 申込状況="入金待ち", 入金状況="未入金", 寄附金額=str(1000 * number),
                                                    支払方法="銀行振込") for number in (1, 2, 3)],
                         code=(DONE, NEEDS_ATTENTION))
        self.statement = self.write("bank.csv", "取引日,お引出し,お預入れ,お取引内容\r\n"
                                    "2026/6/10,,1000,ﾌﾘｺﾐ Ｃ１\r\n2026/6/11,,777,ﾘｿｸ\r\n".encode("cp932"))

    def assert_matches(self, awaited, matched):
        self.assertEqual(len(self.ledger.donations("--state", "awaiting_payment")), awaited)
        self.assertEqual(self.ledger.json("payment", "list", "--state", "消込済")["total"], matched)

    def test_a_statement_pays_what_it_names_and_the_rest_is_decided(self):
        statement = self.write("agent.csv", "決済日,注文番号,決済金額\r\n2026/6/10,C1,1000\r\n2026/6/11,C2,1500\r\n2026/6/12,X9,5\r\n")
        summary = self.ledger.json("payment", "import", statement, code=NEEDS_ATTENTION)
        self.assertEqual({state: value["payments"] for state, value in summary["counts"].items()}, {"matched": 1, "ambiguous": 1, "unmatched": 1})
        self.assertEqual(self.ledger.json("payment", "import", statement)["known"], 3)
        self.assert_matches(2, 1)
        listed = {item["reference"]: item["id"] for item in self.ledger.json("payment", "list")["items"]}
        self.assert_refused(INVALID, "reason.missing", "payment", "match", listed["C2"], "C2")
        self.ledger.json("payment", "match", listed["C2"], "C2", "--reason", "不足分は辞退")
        self.ledger.json("payment", "set-aside", listed["X9"], "--reason", "他課の収入")
        self.ledger.json("payment", "release", listed["C1"], "--reason", "別人の振込")
        self.assertEqual(self.ledger.received_in_all(2026, 2026), (1, 1500))
        self.assert_verified(self.ledger)

    def test_money_of_nobody_is_shown(self):
        told = self.ledger.run("payment", "import", self.statement)
        self.assertEqual(told.code, NEEDS_ATTENTION, told)
        self.assertIn("該当なし", told.out)
        self.assert_refused(INVALID, "payment.layout_unknown", "payment", "import", self.write("x.csv", "a,b\r\n1,2\r\n"))

    def test_numbers_one_after_the_other(self):
        lines = "C1\nC2,2500\nC3,3000,2026-06-01\nC9\n"
        done = subprocess.run(self.ledger.command("payment", "enter"), input=lines.encode(), capture_output=True, env=environment())
        self.assertEqual(done.returncode, NEEDS_ATTENTION, done)
        self.assertEqual(self.ledger.received_in_all(2026, 2026), (2, 4000), "another amount needs a reason, an unknown number is told")
        self.assertEqual(self.by_order("C3")["paid_on"], "2026-06-01")
        self.assertEqual(len(done.stdout.decode().splitlines()), 5)


class MovingIn(CommandTest):
    HEADER = "旧管理番号,ポータル,受付番号,申込日,入金日,状態,支払方法,寄附金額,数量,氏名,市区町村,町域番地,旧受領証明書番号,旧証明書発行日,発送状態"

    def test_what_a_former_system_issued_is_not_issued_again(self):
        rows = [self.HEADER]
        for number in range(1, 11):
            receipt = "R7-%d,2026/2/1" % number if number <= 7 else ","
            rows.append("K%d,%s,A%d,2026/1/10,2026/1/10,入金済,クレジットカード,10000,1,移行 %d郎,周南市,岐山通1,%s,配達完了"
                        % (number, "さとふる" if number % 2 else "窓口", number, number, receipt))
        self.ledger.import_file(self.write("former.csv", "\r\n".join(rows) + "\r\n"), code=DONE)
        due = self.ledger.json("receipt", "due")
        self.assertEqual((due["total"], due["skipped_counts"]["former_system"]), (3, 7))
        unreceipted = self.ledger.donations("--unreceipted")
        self.assertEqual(sorted(item["portal_order_number"] for item in unreceipted), ["A10", "A8", "A9"])
        shown = self.ledger.json("donation", "show", "R7-3")
        self.assertEqual((shown["portal_order_number"], shown["receipt_issuer"], shown["former"]["number"]), ("A3", "former_system", "K3"))
        self.assertIn("旧 R7-3", self.ledger.run("donation", "list").out)
        expected = self.write("totals.csv", "ポータル,年,件数,金額\r\nさとふる,2026,5,50000\r\n窓口,2026,5,49000\r\n")
        compared = self.ledger.json("report", "moved-in", "--expected", expected, code=NEEDS_ATTENTION)
        self.assertEqual([(line["portal"], line["equal"]) for line in compared["items"]], [("generic", False), ("satofull", True)])
        self.assertIn("相違", self.ledger.run("report", "moved-in", "--expected", expected).out)
        self.assert_verified(self.ledger)


class Exports(CommandTest):
    """Files that go out of the house, and the log of who looked."""

    def export(self, name, *options, code=DONE):
        path = self.path(name)
        self.ledger.json("donation", "export", "--out", path, "--for", "議会資料", *options, code=code)
        return path

    def rows_of(self, path):
        with open(path, encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))

    def texts_of_sheet(self, path):
        """(reference, type, text) of each cell."""
        with zipfile.ZipFile(path) as archive:
            sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
        return {cell.get("r"): (cell.get("t"), "".join(cell.itertext())) for cell in sheet.iterfind(".//x:c", space)}

    def test_a_csv_says_for_what_and_holds_what_the_ledger_holds(self):
        self.import_rows("two.csv", [choice_row("C1", 氏名="=1+1", 建物名="\"塔\"", 使い道="子育て"), choice_row("C2", 寄附金額="5000", 申込合計金額="5000")])
        self.ledger.json("receipt", "issue", "--donation", self.by_order("C2")["number"], "--out", self.path("one.pdf"))
        rows = self.rows_of(self.export("all.csv"))
        self.assertEqual(rows[0][0], "出力目的：議会資料")
        self.assertIn("検査 太郎", rows[0][1])
        table = [dict(zip(rows[1], row)) for row in rows[2:]]
        self.assertEqual([row["ポータル注文番号"] for row in table], ["C1", "C2"])
        self.assertEqual((table[0]["氏名"], table[0]["建物"], table[0]["使い道"], table[0]["返礼品コード"], table[0]["状態"]),
                         ("'=1+1", '"塔"', "子育て", "SN011", "受領"))
        self.assertEqual((table[1]["金額"], table[1]["電話"]), ("5000", "09000000000"))
        self.assertEqual(table[1]["受領証明書番号"], self.by_order("C2")["receipt"])
        chosen = self.rows_of(self.export("some.csv", "--columns", "金額,number", "--amount-through", "5000"))
        self.assertEqual((chosen[1], len(chosen), chosen[2][0]), (["金額", "受付番号"], 3, "5000"))

    def test_an_xlsx_keeps_texts_as_texts(self):
        self.import_rows("one.csv", [choice_row("0012", 郵便番号="745-0015", 備考="=HYPERLINK(1)")])
        cells = self.texts_of_sheet(self.export("one.xlsx", "--columns", "portal_order_number,postal_code,amount_yen,remark"))
        self.assertEqual(cells["A1"][1], "出力目的：議会資料")
        self.assertEqual([cells[name + "6"][1] for name in "ABCD"], ["ポータル注文番号", "郵便番号", "金額", "備考"])
        self.assertEqual([cells[name + "7"] for name in "ABCD"],
                         [("inlineStr", "0012"), ("inlineStr", "7450015"), (None, "10000"), ("inlineStr", "=HYPERLINK(1)")])

    def test_nothing_is_overwritten_or_sent_out_without_a_purpose(self):
        self.import_rows("one.csv", [choice_row("C1")])
        path = self.export("all.csv")
        self.assert_refused(CONFLICT, "file.exists", "donation", "export", "--out", path, "--for", "x")
        self.export("all.csv", "--overwrite")
        self.assert_refused(INVALID, "export.purpose_missing", "donation", "export", "--out", self.path("b.csv"), "--for", " ")
        self.assert_refused(INVALID, "export.format_unknown", "donation", "export", "--out", self.path("b.pdf"), "--for", "x")
        self.assert_refused(INVALID, "option.invalid", "donation", "export", "--out", self.path("b.csv"), "--for", "x", "--columns", "nosuch")

    def test_the_log_knows_who_looked_but_not_for_whom(self):
        self.import_rows("one.csv", [choice_row("C1")])
        self.ledger.donations("--search", "検査")
        self.ledger.json("donation", "show", "C1")
        self.export("all.csv", "--state", "受領")
        log = self.ledger.json("access", "list")["items"]
        self.assertEqual({item["action"] for item in log}, {"donation.list", "donation.show", "donation.export"})
        self.assertTrue(all(item["actor"] == "検査 太郎" for item in log))
        exported = [item for item in log if item["action"] == "donation.export"][0]
        self.assertEqual((exported["purpose"], exported["records"], exported["subject"]), ("議会資料", 1, "状態 受領"))
        with open(os.path.join(self.ledger.data, "access.db"), "rb") as stream:
            self.assertNotIn("検査　花子".encode(), stream.read())
        self.assertIn("寄附の書き出し", self.ledger.run("access", "list").out)

    def test_many_rows_come_out_once_each_and_in_order(self):
        many = 20_500
        self.import_rows("many.csv", [choice_row("C%06d" % number, 番地="平和通%d" % (number % 7)) for number in range(many)])
        rows = self.rows_of(self.export("out.csv", "--columns", "portal_order_number,purposes"))
        self.assertEqual([row[0] for row in rows[2:]], ["C%06d" % number for number in range(many)])
        self.assertEqual({row[1] for row in rows[2:]}, {"市長におまかせ"})


if __name__ == "__main__":
    unittest.main()
