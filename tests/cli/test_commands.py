#!/usr/bin/env python3
"""The other commands: catalogue, campaigns, targets, finding donations, settings, options and what later files may change."""
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import unittest

from ledger import BINARY, CONFLICT, DONE, INVALID, NEEDS_ATTENTION, NOT_FOUND, LedgerTest, environment
from portal_files import choice_row, csv_bytes, generate

GIFT_HEADER = "返礼品コード,返礼品名,配送名称,事業者コード,事業者名,必要寄附金額,調達費(税込),カテゴリ,ブランド認証,適用開始日,適用終了日"


class CommandTest(LedgerTest):
    def setUp(self):
        super().setUp()
        self.ledger = self.new_ledger(as_of="2026-06-15")

    def import_rows(self, name, rows, code=DONE, as_of=None, ledger=None):
        return (ledger or self.ledger).import_file(self.write(name, csv_bytes(rows)), code=code, as_of=as_of)

    def import_gifts(self, *lines, header=GIFT_HEADER, code=DONE):
        return self.ledger.json("gift", "import", self.write("gifts.csv", "\n".join([header, *lines]) + "\n"), code=code)

    def by_order(self, number):
        found = [item for item in self.ledger.donations() if item["portal_order_number"] == number]
        self.assertEqual(len(found), 1, number)
        return found[0]

    def assert_refused(self, code, error, *arguments):
        result = self.ledger.run(*arguments, "--json")
        self.assertEqual(result.code, code, result)
        self.assertEqual(result.object["error"]["code"], error, result)
        self.assertRegex(result.object["error"]["message"], "[ぁ-ん].*。")
        self.assertNotRegex(result.object["error"]["message"], "[{}]")
        self.assertIn(result.object["error"]["message"], result.err)


class Gifts(CommandTest):
    RICE = "SN022,周南産 無農薬米 5kg,無農薬米5kg,S05,見本農園（架空）,12000,3500,米,,2026-04-01,"
    FISH = "sn011,徳山ふぐ刺身セット,ふぐ刺身,S02,ふぐ処みほん（架空）,10000,3000,魚介類,しゅうなんブランド,2026-04-01,"

    def test_import_list_and_show(self):
        summary = self.import_gifts(self.RICE, self.FISH)
        self.assertEqual({k: summary[k] for k in ("read", "new", "updated", "unchanged", "error")},
                         {"read": 2, "new": 2, "updated": 0, "unchanged": 0, "error": 0})
        listed = self.ledger.json("gift", "list")
        self.assertEqual((listed["total"], listed["total_is_exact"], listed["next"]), (2, True, None))
        self.assertEqual([gift["code"] for gift in listed["items"]], ["SN011", "SN022"])
        shown = self.ledger.json("gift", "show", "sn022")
        self.assertEqual((shown["name"], shown["required_yen"], shown["cost_yen"], shown["supplier"], shown["valid_from"], shown["valid_to"]),
                         ("周南産 無農薬米 5kg", 12000, 3500, "見本農園（架空）", "2026-04-01", None))
        self.assertEqual([gift["code"] for gift in self.ledger.json("gift", "list", "--search", "ふぐ")["items"]], ["SN011"])
        self.assertIn("周南産 無農薬米 5kg", self.ledger.run("gift", "list").out)
        self.assert_verified(self.ledger)

    def test_the_same_again_changes_nothing_and_a_change_is_a_new_version(self):
        self.import_gifts(self.RICE, self.FISH)
        again = self.import_gifts(self.RICE, self.FISH)
        self.assertEqual((again["new"], again["updated"], again["unchanged"]), (0, 0, 2))
        changed = self.import_gifts(self.RICE.replace("3500", "3600").replace("2026-04-01", "2026-06-01"))
        self.assertEqual((changed["new"], changed["updated"], changed["unchanged"]), (0, 1, 0))
        shown = self.ledger.json("gift", "show", "SN022")
        self.assertEqual([(v["cost_yen"], v["valid_from"]) for v in shown["versions"]], [(3500, "2026-04-01"), (3600, "2026-06-01")])
        self.assert_verified(self.ledger)

    def test_bad_rows_are_told_and_the_others_taken(self):
        summary = self.import_gifts(self.RICE, ",名前だけ,,,,10000,1000,,,,", "SN900,,,,,10000,1000,,,,", "SN901,高すぎ,,,,10000,3001,,,,",
                                    "SN902,金額なし,,,,x,1000,,,,", "SN022,二度目,,,,10000,1000,,,,", "SN903,列が足りない",
                                    "SN904,三割ちょうど,,,,10000,3000,,,,", code=NEEDS_ATTENTION)
        self.assertEqual((summary["read"], summary["new"], summary["error"]), (8, 2, 6))
        self.assertEqual([(i["line"], i["code"]) for i in summary["issues"]], [
            (3, "gift.code_missing"), (4, "gift.name_missing"), (5, "gift.too_costly"), (6, "amount.not_a_number"), (7, "gift.code_repeated"),
            (8, "row.column_count")])
        self.assertEqual([gift["code"] for gift in self.ledger.json("gift", "list")["items"]], ["SN022", "SN904"])

    def test_unknown_gifts(self):
        self.assert_refused(NOT_FOUND, "gift.unknown", "gift", "show", "SN777")
        self.assert_refused(NOT_FOUND, "file.not_found", "gift", "import", self.path("missing.csv"))
        self.assert_refused(INVALID, "file.required_column_missing", "gift", "import", self.write("bad.csv", "日付,摘要\n1,2\n"))

    def test_an_unknown_code_in_a_portal_file_is_kept_and_listed(self):
        self.import_gifts(self.RICE)
        rows = [choice_row("C1", お礼の品番号="SN022"), choice_row("C2", お礼の品番号="zz99"), choice_row("C3", お礼の品番号="", 使い道="謎の使い道")]
        summary = self.import_rows("rows.csv", rows)
        self.assertEqual(summary["unmatched"], {"gifts": ["ZZ99"], "purposes": ["市長におまかせ", "謎の使い道"]})
        unmatched = self.ledger.json("gift", "list", "--unmatched")["items"]
        self.assertEqual(sorted((item["kind"], item["portal"], item["written"]) for item in unmatched),
                         [("gift", "choice", "ZZ99"), ("purpose", "choice", "市長におまかせ"), ("purpose", "choice", "謎の使い道")])
        by_gift = {line["key"]: line["yen"] for line in self.ledger.revenue(2026)["by"]["gift"]}
        self.assertEqual(by_gift, {"SN022": 10000, "ZZ99": 10000, "none": 10000})


class Campaigns(CommandTest):
    def setUp(self):
        super().setUp()
        self.import_gifts(Gifts.RICE, Gifts.FISH)

    def test_add_link_list_show_and_report(self):
        added = self.ledger.json("campaign", "add", "--name", "冬の周南", "--from", "2026-05-01", "--to", "2026-06-30", "--policy-measure", "PR", "--channel",
                                 "広報紙", "--channel", "SNS")
        code = added["code"]
        self.assertEqual((added["name"], added["starts_on"], added["ends_on"], added["channels"], added["gifts"]),
                         ("冬の周南", "2026-05-01", "2026-06-30", ["広報紙", "SNS"], []))
        self.ledger.json("campaign", "add", "--code", "Y1", "--name", "別の施策", "--from", "R8.4.1", "--to", "R9.3.31")
        linked = self.ledger.json("campaign", "link", code, "sn022", "--from", "2026-05-10", "--to", "2026-05-20")
        self.assertEqual(linked["gifts"], [{"code": "SN022", "starts_on": "2026-05-10", "ends_on": "2026-05-20"}])
        self.ledger.json("campaign", "link", "y1", "SN011")
        self.assertEqual(self.ledger.json("campaign", "show", "Y1")["gifts"],
                         [{"code": "SN011", "starts_on": "2026-04-01", "ends_on": "2027-03-31"}])
        listed = self.ledger.json("campaign", "list")
        self.assertEqual((sorted(c["code"] for c in listed["items"]), listed["total"]), (sorted([code, "Y1"]), 2))
        # Only gifts that are linked, on days of the link, count for a campaign.
        rows = [choice_row("C%d" % at, お礼の品番号=gift, 申込日時=day + " 10:00:00", 入金日=day, 寄附金額=yen)
                for at, (gift, day, yen) in enumerate((("SN022", "2026-05-09", "1000"), ("SN022", "2026-05-10", "2000"), ("SN022", "2026-05-20", "4000"),
                                                       ("SN022", "2026-05-21", "8000"), ("SN011", "2026-05-15", "16000")))]
        self.import_rows("rows.csv", rows)
        self.assertEqual({line["key"]: (line["donations"], line["yen"]) for line in self.ledger.revenue(2026, "fiscal")["by"]["campaign"]},
                         {code: (2, 6000), "Y1": (1, 16000), "none": (2, 9000)})
        self.assert_verified(self.ledger)

    def test_a_line_in_several_campaigns_counts_for_the_link_that_started_last(self):
        for code, start in (("A1", "2026-04-01"), ("B1", "2026-05-01"), ("A2", "2026-05-01")):
            self.ledger.json("campaign", "add", "--code", code, "--name", code, "--from", start, "--to", "2026-12-31")
            self.ledger.json("campaign", "link", code, "SN022")
        self.import_rows("rows.csv", [choice_row("C1", お礼の品番号="SN022"), choice_row("C2", お礼の品番号="SN022", 申込日時="2026-04-20", 入金日="2026-04-20")])
        by = {line["key"]: line["yen"] for line in self.ledger.revenue(2026, "fiscal")["by"]["campaign"]}
        self.assertEqual(by["A1"], 10000)
        self.assertEqual(set(by) - {"A1"}, {"A2"} if "A2" in by else {"B1"})  # a tie: the lower number
        self.assertEqual(sum(by.values()), 20000)

    def test_refusals(self):
        self.ledger.json("campaign", "add", "--code", "Y1", "--name", "施策", "--from", "2026-05-01", "--to", "2026-06-30")
        self.assert_refused(CONFLICT, "campaign.exists", "campaign", "add", "--code", "y1", "--name", "また", "--from", "2026-05-01", "--to", "2026-06-30")
        self.assert_refused(INVALID, "campaign.period", "campaign", "add", "--name", "逆", "--from", "2026-06-01", "--to", "2026-05-01")
        self.assert_refused(INVALID, "campaign.period", "campaign", "link", "Y1", "SN011", "--from", "2026-04-01")
        self.assert_refused(NOT_FOUND, "campaign.unknown", "campaign", "show", "NONE")
        self.assert_refused(NOT_FOUND, "campaign.unknown", "campaign", "link", "NONE", "SN011")
        self.assert_refused(NOT_FOUND, "gift.unknown", "campaign", "link", "Y1", "SN777")
        self.assert_refused(INVALID, "option.invalid", "campaign", "add", "--name", "日付", "--from", "2026-02-30", "--to", "2026-06-01")
        self.assertEqual(len(self.ledger.json("campaign", "list")["items"]), 1)
        self.assert_verified(self.ledger)


class Targets(CommandTest):
    def monthly(self, year=2026):
        report = self.ledger.revenue(year, "fiscal")
        self.assertEqual(sum(month["target_yen"] for month in report["months"]), report["target_yen"])
        self.assertEqual(report["months"][-1]["cumulative_target_yen"], report["target_yen"])
        return report["target_yen"], [month["target_yen"] for month in report["months"]]

    def test_without_a_target(self):
        report = self.ledger.revenue(2026, "fiscal")
        self.assertEqual((report["target_yen"], report["achievement_permille"], {m["target_yen"] for m in report["months"]}), (None, None, {None}))

    def test_an_annual_figure_is_spread_evenly_with_the_remainder_in_march(self):
        self.ledger.json("target", "set", "--year", "R8", "--yen", "100000")
        self.assertEqual(self.monthly(), (100000, [8333] * 11 + [8337]))
        self.ledger.json("target", "set", "--year", "2026", "--yen", "120000000", "--note", "補正")
        self.assertEqual(self.monthly(), (120000000, [10000000] * 12))
        listed = self.ledger.json("target", "list", "--year", "2026")["items"]
        self.assertEqual([(t["kind"], t["fiscal_year"], t["month"], t["yen"], t["entered_on"], t["note"]) for t in listed], [
            ("target", 2026, None, 100000, "2026-06-15", ""), ("target", 2026, None, 120000000, "2026-06-15", "補正")])
        self.assertEqual(self.ledger.json("target", "list", "--year", "2025")["items"], [])
        self.assert_verified(self.ledger)

    def test_a_monthly_plan(self):
        self.ledger.json("target", "set", "--year", "2026", "--yen", "1000")
        self.ledger.json("target", "set", "--month", "2026-12", "--yen", "500")
        self.assertEqual(self.monthly(), (1000, [45] * 8 + [500] + [45] * 2 + [50]))
        self.ledger.json("target", "set", "--month", "2027-01", "--yen", "100")
        self.assertEqual(self.monthly()[1][8:10], [500, 100])
        self.ledger.json("target", "set", "--month", "2026-12", "--yen", "300")  # the latest holds
        self.assertEqual(self.monthly()[1][8], 300)

    def test_an_income_budget_is_not_a_target(self):
        self.ledger.json("target", "set", "--year", "2026", "--yen", "14450000", "--kind", "income_budget")
        self.assertIsNone(self.ledger.revenue(2026, "fiscal")["target_yen"])

    def test_achievement_rounds_down(self):
        self.ledger.json("target", "set", "--year", "2026", "--yen", "10001")
        self.import_rows("rows.csv", [choice_row("C1")])
        self.assertEqual(self.ledger.revenue(2026, "fiscal")["achievement_permille"], 999)
        for calendar in ("tax", "designation"):
            self.assertIsNone(self.ledger.revenue(2026 if calendar == "tax" else 2025, calendar)["target_yen"])

    def test_refusals(self):
        self.assert_refused(INVALID, "target.invalid", "target", "set", "--year", "2026", "--month", "2027-04", "--yen", "1")
        self.assert_refused(INVALID, "option.missing", "target", "set", "--yen", "1")
        for written in ("-1", "1.5", "x"):
            with self.subTest(written):
                self.assertEqual(self.ledger.run("target", "set", "--year", "2026", "--yen=" + written).code, INVALID)
        self.assertEqual(self.ledger.run("target", "set", "--year", "2026", "--yen", "1", "--kind", "wish").code, INVALID)
        self.assertEqual(self.ledger.json("target", "list")["items"], [])


class Finding(CommandTest):
    """`donation list` and `donation show`."""

    ROWS = (
        ("C10000001", "髙橋　花子", "タカハシ　ハナコ", "090-1234-0001", "hanako@mail.example.jp", "2026-05-01", "クレジットカード決済", "受付完了"),
        ("C10000002", "山田　太郎", "ヤマダ　タロウ", "0834-00-0002", "taro@mail.example.jp", "2026-05-02", "銀行振込", "受付完了"),
        ("C10000003", "株式会社　見本商事", "カブシキガイシャ　ミホンショウジ", "03-0000-0003", "info@corp.example.jp", "2026-04-30", "PayPay", "受付完了"),
        ("C10000004", "山本　次郎", "ヤマモト　ジロウ", "090-1234-0004", "jiro@mail.example.jp", "2026-05-04", "銀行振込", "入金待ち"),
        ("C10000005", "𠮷野　三郎", "ヨシノ　サブロウ", "090-1234-0005", "saburo@mail.example.jp", "2026-05-05", "クレジットカード決済", "キャンセル"),
        ("C10000006", "山田　〓子", "ヤマダ　サチコ", "090-1234-0006", "sachiko@mail.example.jp", "2026-06-06", "コンビニ決済", "受付完了"),
    )

    def setUp(self):
        super().setUp()
        rows = [choice_row(number, 氏名=name, フリガナ=kana, 電話番号=phone, メールアドレス=mail, 申込日時=day, 支払方法=method, 申込状況=status,
                           入金日="" if status == "入金待ち" else day, 寄附者区分="法人" if "株式会社" in name else "個人")
                for number, name, kana, phone, mail, day, method, status in self.ROWS]
        self.ledger.import_file(self.write("rows.csv", csv_bytes(rows, "utf-8-sig")), code=DONE)

    def orders(self, *filters):
        return [item["portal_order_number"][-1] for item in self.ledger.donations(*filters)]

    def test_an_item_has_all_that_the_contract_names(self):
        item = self.by_order("C10000001")
        for key in ("number", "portal", "portal_order_number", "donor", "amount_yen", "applied_on", "received_on", "state", "payment_method", "purposes",
                    "gifts", "receipt"):
            self.assertIn(key, item)
        self.assertEqual(set(item["donor"]),
                         {"id", "kind", "name", "kana", "postal_code", "prefecture", "city", "address", "phone", "mail", "address_hidden"})
        self.assertEqual((item["state"], item["payment_method"], item["amount_yen"], item["received_on"], item["receipt"]),
                         ("received", "card", 10000, "2026-05-01", None))
        self.assertEqual([(g["code"], g["quantity"], g["yen"]) for g in item["gifts"]], [("SN011", 1, 10000)])
        self.assertEqual([(p["label"], p["yen"]) for p in item["purposes"]], [("市長におまかせ", 10000)])
        self.assertRegex(item["number"], r"^F26-\d{7}$")
        self.assertEqual(self.by_order("C10000003")["donor"]["kind"], "corporation")

    def test_filters(self):
        self.assertEqual(self.orders("--state", "received"), ["1", "2", "3", "6"])
        self.assertEqual(self.orders("--state", "awaiting_payment"), ["4"])
        self.assertEqual(self.orders("--state", "cancelled"), ["5"])
        self.assertEqual(self.orders("--payment-method", "bank_transfer"), ["2", "4"])
        self.assertEqual(self.orders("--portal", "choice", "--state", "cancelled"), ["5"])
        self.assertEqual(self.orders("--portal", "ana"), [])
        self.assertEqual(self.orders("--received-from", "2026-05-01", "--received-through", "令和8年5月31日"), ["1", "2"])
        self.assertEqual(self.orders("--tax-year", "R8"), ["3", "1", "2", "6"])  # by day of receipt
        self.assertEqual(self.orders("--tax-year", "R8", "--sort", "受付番号"), ["1", "2", "3", "6"])
        self.assertEqual(self.orders("--tax-year", "2025"), [])
        self.assertEqual(self.orders("--name-damaged"), ["6"])
        self.assertEqual(self.orders("--unreceipted", "--state", "received"), ["1", "2", "3", "6"])
        self.assert_refused(INVALID, "option.invalid", "donation", "list", "--state", "nosuch")
        self.assert_refused(INVALID, "option.invalid", "donation", "list", "--payment-method", "gold")
        self.assert_refused(INVALID, "option.invalid", "donation", "list", "--received-from", "2026-02-30")

    def test_codes_and_names_in_any_width(self):
        self.import_gifts(Gifts.RICE)
        row = {"郵便番号": "100-0001", "都道府県": "東京都", "市区町村": "千代田区", "使い道番号": "", "使い道": "謎の使い道"}
        self.import_rows("more.csv", [choice_row("C10000007", お礼の品番号="SN022", **row), choice_row("C10000008", お礼の品番号="", お礼の品名="", **row)])
        everything = "123456"
        for filters, expected in ((("--gift", "sn022"), "7"), (("--gift", "ＳＮ０２２ "), "7"), (("--gift", "周南産 無農薬米 5kg"), "7"), (("--gift", "sn011"), everything),
                                  (("--gift", "none"), "8"), (("--gift", "なし"), "8"), (("--purpose", "none"), everything + "78"),
                                  (("--portal", "ふるさとチョイス", "--gift", "none"), "8"), (("--portal", "ＣＨＯＩＣＥ ", "--gift", "none"), "8"),
                                  (("--prefecture", "東京"), "78"), (("--prefecture", "東京都 "), "78"), (("--prefecture", "山口県"), everything),
                                  (("--prefecture", "海外"), ""), (("--prefecture", "なし"), "")):
            with self.subTest(filters):
                self.assertEqual("".join(sorted(self.orders(*filters))), expected)
        for refused in (("--portal", "nosuch"), ("--portal", "none"), ("--portal", " "), ("--purpose", "3"), ("--gift", "　")):
            self.assert_refused(INVALID, "option.invalid", "donation", "list", *refused)
        self.assertIn("choice（ふるさとチョイス）", self.ledger.run("donation", "list", "--portal", "チョイス").err)
        self.assert_refused(INVALID, "filter.gift_unknown", "donation", "list", "--gift", "SN999")
        self.assert_refused(INVALID, "filter.prefecture_unknown", "donation", "list", "--prefecture", "江戸")
        self.assert_refused(INVALID, "option.invalid", "donation", "bulk", "--gift", " ", "--state", "受領", "--set", "備考=x", "--reason", "x")

    def test_one_box_finds_by_everything_people_say(self):
        number = self.by_order("C10000002")["number"]
        wide = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(0x21, 0x7F))}
        self.ledger.json("setting", "set", "issuer_name", "検査　市長")
        self.ledger.json("receipt", "issue", "--donation", number, "--out", self.path("one.pdf"))
        for text, expected in ((number, "2"), (number.lower(), "2"), (number.translate(wide), "2"), ("R8-0000001", "2"), ("Ｒ８－０００００01", "2"),
                               ("C10000003", "3"), ("c10000003".translate(wide).upper(), "3"), ("髙橋", "1"), ("髙橋花子", "1"), ("髙橋　花子", "1"),
                               ("髙橋 花子", "1"), ("花子", "1"), ("ﾀｶﾊｼ", "1"), ("タカハシ ハナコ", "1"), ("ﾀｶﾊｼ ﾊﾅｺ", "1"), ("𠮷野", "5"),
                               ("090-1234-0004", "4"), ("09012340004", "4"), ("０９０－１２３４－０００４", "4"), ("0834-00-0002", "2"),
                               ("saburo@mail.example.jp", "5"), ("見本商事", "3"), ("山田", "26"), ("ヤマ", "246"), ("%", ""), ("_", ""), ("' OR 1=1 --", "")):
            with self.subTest(text):
                self.assertEqual("".join(self.orders("--search", text)), expected)

    def test_table_for_people(self):
        result = self.ledger.run("donation", "list", "--search", "山田")
        self.assertEqual(result.code, DONE)
        self.assertIn("山田", result.out)
        self.assertNotIn("髙橋", result.out)

    def test_show_by_any_number(self):
        number = self.by_order("C10000001")["number"]
        for asked in (number, number.lower(), "C10000001"):
            shown = self.ledger.json("donation", "show", asked)
            self.assertEqual((shown["number"], shown["donor"]["name"]), (number, "髙橋　花子"))
        self.assertEqual((shown["origin"]["file"], shown["origin"]["line"], shown["origin"]["row"]), ("rows.csv", 2, 1))
        self.assertEqual([(e["kind"], e["entered_on"], e["yen"]) for e in shown["revenue_entries"]], [("received", "2026-05-01", 10000)])
        self.assertIn("髙橋", self.ledger.run("donation", "show", number).out)
        for unknown in ("F26-9999999", "C99", "髙田"):
            self.assert_refused(NOT_FOUND, "donation.unknown", "donation", "show", unknown)


class Cursor(CommandTest):
    def test_a_walk_meets_every_donation_once(self):
        path, truth = generate(self.folder, "file", "choice", 130, 61, year=2025, dirty=0.2)
        self.ledger.import_file(path)
        whole = self.ledger.json("donation", "list")
        self.assertEqual((len(whole["items"]), whole["total"], whole["total_is_exact"], whole["next"]), (truth["orders"], truth["orders"], True, None))
        for filters, size in (((), 7), ((), truth["orders"]), ((), 1000), (("--state", "received"), 10), (("--search", "子"), 3)):
            with self.subTest(filters=filters, size=size):
                expected = self.ledger.json("donation", "list", *filters)
                met, cursor, total = [], None, expected["total"]
                while True:
                    page = self.ledger.json("donation", "list", "--limit", size, *filters, *(("--after", cursor) if cursor else ()))
                    self.assertLessEqual(len(page["items"]), size)
                    self.assertEqual(page["total"], total)
                    met += [item["number"] for item in page["items"]]
                    cursor = page["next"]
                    if cursor is None:
                        break
                    self.assertEqual(len(page["items"]), size)
                    self.assertIsInstance(cursor, str)
                self.assertEqual(met, [item["number"] for item in expected["items"]])
                self.assertEqual(len(set(met)), len(met))
        self.assertEqual(self.ledger.json("donation", "list", "--limit", 0)["items"], [])
        for filters in (("--after", "x"), ("--after", "2026-05-01_3"), ("--after", "w_3"), ("--after", "wx_3"),
                        ("--sort", "received_on", "--after", "xyz_33"), ("--sort", "received_on", "--after", "33"),
                        ("--sort", "amount", "--after", "2024-01-05_33"), ("--sort", "applied_on", "--after", "_33"), ("--sort", "number", "--after", "33")):
            self.assert_refused(INVALID, "option.invalid", "donation", "list", *filters)
        self.assert_refused(INVALID, "list.cursor_lost", "donation", "list", "--after", "w1_3")
        self.assertEqual(self.ledger.run("donation", "list", "--limit", "many").code, INVALID)


    def test_the_list_goes_on_where_a_total_is_an_estimate(self):
        rows = [choice_row("D%d" % number, 氏名="検査　%d" % number, 電話番号="090-0000-%04d" % number, メールアドレス="donor%d@mail.example.jp" % number,
                           寄附金額=str(1000 * (number % 7 + 1)), 申込日時="2026-0%d-10 10:00:00" % (3 + number % 2), 入金日="2026-0%d-10" % (3 + number % 2))
                for number in range(1, 41)]
        self.import_rows("first.csv", rows[:20])
        # As if a hundred thousand donations lay between.
        with contextlib.closing(sqlite3.connect(os.path.join(self.ledger.data, "furusato.db"))) as database, database:
            database.execute("UPDATE id_counters SET next_value = next_value + 200000 WHERE name = 'donation'")
        self.import_rows("second.csv", rows[20:])
        for filters in ((), ("--search", "donor"), ("--search", "検査", "--sort", "金額", "--newest-first"), ("--sort", "受付番号"), ("--search", "donor", "--sort", "number")):
            with self.subTest(filters):
                met, cursor = [], None
                while not met or cursor:
                    page = self.ledger.json("donation", "list", "--limit", 15, *filters, *(("--after", cursor) if cursor else ()))
                    self.assertGreaterEqual(page["total"], len(page["items"]))
                    met += page["items"]
                    cursor = page["next"]
                self.assertEqual(len({item["number"] for item in met}), 40)
                self.assertEqual(len(met), 40)
                if "金額" in filters:
                    self.assertEqual([item["amount_yen"] for item in met], sorted((item["amount_yen"] for item in met), reverse=True))
                if "--sort" in filters and "金額" not in filters:
                    self.assertEqual([item["number"] for item in met], sorted(item["number"] for item in met))


class Settings(CommandTest):
    def test_settings_hold_from_a_day_on(self):
        self.ledger.json("setting", "set", "issuer_name", "前の市長", "--from", "2026-01-01")
        listed = self.ledger.json("setting", "set", "issuer_name", "次の市長", "--from", "R8.6.1")["items"]
        self.assertEqual([(s["valid_from"], s["value"]) for s in listed if s["name"] == "issuer_name"],
                         [("2026-01-01", "前の市長"), ("2026-06-01", "次の市長")])
        self.assertEqual(self.ledger.json("setting", "list")["items"], listed)
        self.import_rows("rows.csv", [choice_row("C1"), choice_row("C2")])
        for day, name in (("2026-05-31", "前の市長"), ("2026-06-01", "次の市長")):
            order = {"2026-05-31": "C1", "2026-06-01": "C2"}[day]
            out = self.path(day + ".pdf")
            issued = self.ledger.json("receipt", "issue", "--donation", self.by_order(order)["number"], "--out", out, as_of=day)
            self.assertEqual(issued["issued"], 1)
            text = subprocess.run(["pdftotext", out, "-"], capture_output=True, check=True, text=True).stdout
            self.assertIn(name, "".join(text.split()))
        self.assert_refused(NOT_FOUND, "setting.unknown", "setting", "set", "nosuch", "1")
        self.assert_verified(self.ledger)

    def test_duties_decide_who_issues_receipts(self):
        self.ledger.json("setting", "set", "issuer_name", "検査　市長")
        listed = self.ledger.json("duty", "set", "ふるさとチョイス", "受領証明書", "ポータル", "--from", "2026-05-10", "--reason", "委託")["items"]
        self.assertIn({"portal": "choice", "duty": "receipts", "holder": "portal", "valid_from": "2026-05-10"}, listed)
        self.import_rows("rows.csv", [choice_row("C1", 申込日時="2026-05-09", 入金日="2026-05-09"), choice_row("C2")])
        issued = self.ledger.json("receipt", "issue", "--out", self.path("r.pdf"))
        self.assertEqual((issued["issued"], issued["skipped_counts"]["issued_elsewhere"]), (1, 1))
        self.assertEqual(self.by_order("C1")["receipt"], "R8-0000001")
        self.assertEqual(self.ledger.run("duty", "set", "choice", "receipts", "nobody").code, INVALID)
        self.assertEqual(self.ledger.run("duty", "set", "choice", "cooking", "city").code, INVALID)
        self.assert_refused(INVALID, "option.invalid", "duty", "set", "chioce", "receipts", "city")
        self.assert_refused(INVALID, "reason.missing", "duty", "set", "choice", "receipts", "city", "--from", "2026-05-11")
        self.assert_refused(INVALID, "duty.nothing_changed", "duty", "set", "choice", "receipts", "portal", "--from", "2026-05-10",
                            "--reason", "x")
        self.assert_verified(self.ledger)


class Options(CommandTest):
    """Global options, version, init and exit codes."""

    def furusato(self, *arguments, **variables):
        result = subprocess.run([BINARY, *arguments], capture_output=True, cwd=self.folder, env={**environment(), **variables}, text=True)
        self.assertNotIn("Sanitizer", result.stderr)
        return result

    def test_global_options_before_and_after_the_command(self):
        self.import_rows("rows.csv", [choice_row("C1")])
        data = self.ledger.data
        answers = [self.furusato(*arguments) for arguments in (
            ("--data", data, "--as-of", "2026-06-15", "--json", "report", "revenue", "--year", "2026"),
            ("report", "revenue", "--year", "2026", "--data", data, "--as-of", "2026-06-15", "--json"),
            ("--json", "report", "--data", data, "revenue", "--as-of=2026-06-15", "--year", "2026"),
            ("report", "--json", "revenue", "--year", "R8", "--as-of", "令和8年6月15日", "--database", "sqlite:" + os.path.join(data, "furusato.db"),
             "--data", data))]
        self.assertEqual([answer.returncode for answer in answers], [DONE] * 4, answers)
        self.assertEqual(len({answer.stdout for answer in answers}), 1)
        self.assertEqual(json.loads(answers[0].stdout)["as_of"], "2026-06-15")
        by_variable = self.furusato("report", "revenue", "--year", "2026", "--as-of", "2026-06-15", "--json", FURUSATO_DATA=data)
        self.assertEqual(by_variable.stdout, answers[0].stdout)
        self.assertEqual(self.furusato("import", "--json", os.path.join(self.folder, "rows.csv"), "--data", data, "--actor", "検査").returncode, DONE)

    def test_the_default_data_folder_is_var(self):
        self.assertEqual(self.furusato("init").returncode, DONE)
        self.assertTrue(os.path.exists(self.path("var", "furusato.db")))

    def test_version(self):
        self.assertRegex(self.furusato("version").stdout, r"^furusato \d+\.\d+\.\d+\n$")
        self.assertRegex(json.loads(self.furusato("version", "--json").stdout)["version"], r"^\d+\.\d+\.\d+$")

    def test_wrong_calls(self):
        for arguments in ((), ("nosuch",), ("report",), ("report", "revenue", "--nosuch"), ("receipt",), ("import",), ("--lang", "fr", "version"),
                          ("report", "revenue", "--calendar", "moon")):
            with self.subTest(arguments):
                result = self.furusato(*arguments)
                self.assertEqual(result.returncode, INVALID, result)
                self.assertEqual(result.stdout, "")
                self.assertNotEqual(result.stderr, "")
        self.assertEqual(self.furusato("--help").returncode, DONE)
        self.assertIn("--dry-run", self.furusato("import", "--help").stdout)

    def test_values_that_are_none(self):
        for arguments in (("--as-of", "2026-02-30", "verify"), ("--as-of", "tomorrow", "verify"), ("report", "revenue", "--year", "x"),
                          ("report", "revenue", "--year", "2026", "--through", "2027-04"), ("report", "revenue", "--year", "1"),
                          ("--database", "oracle:x", "verify")):
            with self.subTest(arguments):
                plain = self.furusato("--data", self.ledger.data, *arguments)
                self.assertEqual(plain.returncode, INVALID, plain)
                self.assertEqual(plain.stdout, "")
                self.assertRegex(plain.stderr, "[ぁ-ん].*。")
                self.assertNotRegex(plain.stderr, "[{}]")
                told = self.furusato("--data", self.ledger.data, "--json", *arguments)
                self.assertEqual(told.returncode, INVALID, told)
                error = json.loads(told.stdout)["error"]
                self.assertRegex(error["code"], r"^[a-z_]+\.[a-z_]+$")
                self.assertIn(error["message"], told.stderr)

    def test_not_found(self):
        self.assert_refused(NOT_FOUND, "import.job_unknown", "import", "show", "99")
        self.assertEqual(self.ledger.run("--config", self.path("missing.properties"), "verify").code, NOT_FOUND)

    def test_init_again_says_so(self):
        again = self.ledger.run("init")
        self.assertEqual(again.code, DONE, again)
        self.assertIn("もうできています", again.out)
        self.assertIsInstance(self.ledger.json("init"), dict)

    def test_settings_file(self):
        with open(os.path.join(self.ledger.data, "furusato.properties"), "w", encoding="utf-8") as stream:
            stream.write("import.quantity_max = 5\n")
        summary = self.import_rows("rows.csv", [choice_row("C1", 数量="6"), choice_row("C2", 数量="5")], code=NEEDS_ATTENTION)
        self.assertEqual([i["code"] for i in summary["issues"]], ["quantity.out_of_range"])

    def test_english_messages(self):
        for language, pattern in (("ja", "[ぁ-ん]"), ("en", "^[^ぁ-ん]*$")):
            result = self.ledger.run("--lang", language, "donation", "show", "F26-0000001")
            self.assertRegex(result.err, pattern)

    def test_output_that_nobody_reads(self):
        self.import_rows("rows.csv", [choice_row("C%d" % at) for at in range(300)])
        process = self.ledger.start("donation", "list", "--json")
        process.stdout.close()
        process.stderr.read()
        process.stderr.close()
        self.assertNotIn(process.wait(), (-6, -11))


class LaterFiles(CommandTest):
    """What a later file of a portal may change, and what a person has to decide."""

    def setUp(self):
        super().setUp()
        self.ledger.json("setting", "set", "issuer_name", "検査　市長")

    def state(self, order="C1"):
        return self.by_order(order)["state"]

    def assert_held(self, summary, code):
        self.assertEqual([(i["code"], i["status"]) for i in summary["issues"]], [(code, "held")])
        self.assertEqual((summary["orders"]["held"], summary["rows"]["held"], summary["orders"]["updated"]), (1, 1, 0))
        self.assert_identities(summary)

    def test_received_then_cancelled_is_a_refund(self):
        self.import_rows("first.csv", [choice_row("C1"), choice_row("C2", 寄附金額="20000")])
        before = self.ledger.revenue(2026, "fiscal")
        self.assertEqual((before["received_yen"], before["donations"]), (30000, 2))
        summary = self.import_rows("later.csv", [choice_row("C1", 申込状況="キャンセル"), choice_row("C2", 寄附金額="20000")])
        self.assertEqual((summary["orders"]["updated"], summary["orders"]["unchanged"], summary["orders"]["cancelled"]), (1, 1, 1))
        self.assertEqual(summary["donations"], {"received": 1, "received_yen": 20000})
        self.assertEqual(self.state(), "refunded")
        shown = self.ledger.json("donation", "show", "C1")
        self.assertEqual([(e["kind"], e["entered_on"], e["yen"]) for e in shown["revenue_entries"]],
                         [("received", "2026-05-10", 10000), ("refund", "2026-06-15", -10000)])
        after = self.ledger.revenue(2026, "fiscal")
        self.assertEqual((after["received_yen"], after["donations"], after["refunds_yen"]), (20000, 1, 10000))
        months = {m["month"]: (m["received_yen"], m["refunds_yen"]) for m in after["months"] if m["received_yen"] or m["refunds_yen"]}
        self.assertEqual(months, {"2026-05": (30000, 0), "2026-06": (-10000, 10000)})
        for lines in after["by"].values():
            self.assertEqual(sum(line["yen"] for line in lines), 20000)
        self.assert_verified(self.ledger)
        again = self.import_rows("later.csv", [choice_row("C1", 申込状況="キャンセル"), choice_row("C2", 寄附金額="20000")])
        self.assertEqual((again["orders"]["updated"], again["orders"]["unchanged"]), (0, 2))
        self.assertEqual(self.ledger.revenue(2026, "fiscal")["digest"], after["digest"])
        # A refunded donation does not come back with an old file.
        self.assert_held(self.import_rows("old.csv", [choice_row("C1")], code=NEEDS_ATTENTION), "state.backwards")
        self.assertEqual(self.state(), "refunded")
        self.assert_verified(self.ledger)

    def test_a_refund_in_april_and_may_belongs_to_the_year_that_is_still_open(self):
        self.import_rows("first.csv", [choice_row("C1", 申込日時="2026-03-20", 入金日="2026-03-20")], as_of="2026-03-31")
        self.import_rows("later.csv", [choice_row("C1", 申込状況="キャンセル", 申込日時="2026-03-20", 入金日="2026-03-20")], as_of="2026-05-31")
        report = self.ledger.revenue(2025, "fiscal")
        self.assertEqual((report["received_yen"], report["refunds_yen"]), (0, 10000))
        self.assertEqual(self.ledger.revenue(2026, "fiscal")["received_yen"], 0)
        self.assert_verified(self.ledger)

    def test_a_refund_after_the_books_closed_leaves_the_revenue(self):
        self.import_rows("first.csv", [choice_row("C1", 申込日時="2026-03-20", 入金日="2026-03-20")], as_of="2026-03-31")
        self.import_rows("later.csv", [choice_row("C1", 申込状況="キャンセル", 申込日時="2026-03-20", 入金日="2026-03-20")], as_of="2026-06-01")
        self.assertEqual(self.state(), "refunded")
        report = self.ledger.revenue(2025, "fiscal")
        self.assertEqual((report["received_yen"], report["refunds_yen"]), (10000, 0))
        listed = [self.ledger.revenue(year, "fiscal")["refunded_after_close"] for year in (2025, 2026)]
        self.assertEqual(sum(entry["donations"] for entry in listed), 1)
        self.assertEqual(sum(entry["yen"] for entry in listed), 10000)
        self.assert_verified(self.ledger)

    def test_a_search_is_kept_under_a_name(self):
        self.import_rows("first.csv", [choice_row("C1"), choice_row("C2", 寄附金額="300000", 申込合計金額="300000")])
        self.assertIn("保存しました", self.ledger.run("search", "save", "高額", "--amount-from", "100000", "--state", "受領").out)
        orders = lambda *filters: [item["portal_order_number"] for item in self.ledger.donations(*filters)]
        self.assertEqual(orders("--saved", "高額"), ["C2"])
        self.assertEqual(orders("--saved", "高額", "--amount-from", "1"), ["C1", "C2"], "what is typed counts")
        self.assertEqual(self.ledger.json("search", "list")["items"], [{"name": "高額", "filter": "--state 受領 --amount-from 100000"}])
        refused = self.ledger.run("search", "save", "人", "--search", "周南")
        self.assertEqual(refused.code, INVALID)
        self.assertIn("個人情報", refused.err)
        self.assertEqual(self.ledger.run("search", "forget", "高額").code, DONE)
        self.assertEqual(self.ledger.run("donation", "list", "--saved", "高額").code, NOT_FOUND)
        self.assert_verified(self.ledger)

    def test_budget_papers_are_in_thousands_each_figure_rounded_for_itself(self):
        days = {"C1": "2026-04-20", "C2": "2026-05-20", "C3": "2026-06-20"}
        yen = {"C1": "1500", "C2": "1500", "C3": "1999"}
        self.import_rows("first.csv", [choice_row(order, 申込日時=day, 入金日=day, 寄附金額=yen[order], 申込合計金額=yen[order])
                                       for order, day in days.items()], as_of="2026-06-30")
        shown = self.ledger.run("report", "revenue", "--year", 2026, "--through", "2026-06", "--thousands", "--format", "csv").out
        cells = {line.split(",")[1] or "total": line.split(",")[4] for line in shown.split("\r\n")[1:5]}
        self.assertEqual(cells, {"2026-04": "1", "2026-05": "1", "2026-06": "1", "total": "4"})
        self.assertIn("受領額（千円）", shown)
        table = self.ledger.run("report", "revenue", "--year", 2026, "--thousands").out
        self.assertIn("受領額      4千円", table)
        self.assertIn("端数処理のため", table)
        self.assertIn("4,999円", self.ledger.run("report", "revenue", "--year", 2026).out)

    def test_awaiting_then_received(self):
        waiting = {"申込状況": "入金待ち", "入金状況": "未入金", "入金日": "", "支払方法": "銀行振込"}
        self.import_rows("first.csv", [choice_row("C1", **waiting)])
        self.assertEqual((self.state(), self.ledger.revenue(2026)["received_yen"]), ("awaiting_payment", 0))
        summary = self.import_rows("later.csv", [choice_row("C1", 支払方法="銀行振込", 入金日="2026-05-14")])
        self.assertEqual((summary["orders"]["updated"], summary["donations"]["received_yen"]), (1, 10000))
        item = self.by_order("C1")
        self.assertEqual((item["state"], item["received_on"], item["applied_on"]), ("received", "2026-05-14", "2026-05-10"))
        self.assertEqual(self.ledger.revenue(2026)["received_yen"], 10000)
        self.assert_held(self.import_rows("old.csv", [choice_row("C1", **waiting)], code=NEEDS_ATTENTION), "state.backwards")
        self.assertEqual(self.state(), "received")
        self.assert_verified(self.ledger)

    def test_awaiting_then_cancelled_never_was_revenue(self):
        self.import_rows("first.csv", [choice_row("C1", 申込状況="入金待ち", 入金日="")])
        self.import_rows("later.csv", [choice_row("C1", 申込状況="キャンセル", 入金日="")])
        self.assertEqual(self.state(), "cancelled")
        report = self.ledger.revenue(2026)
        self.assertEqual((report["received_yen"], report["refunds_yen"]), (0, 0))
        self.assertEqual(self.ledger.json("donation", "show", "C1")["revenue_entries"], [])
        self.assert_verified(self.ledger)

    def test_the_amount_of_a_received_one_changed(self):
        self.import_rows("first.csv", [choice_row("C1")])
        summary = self.import_rows("later.csv", [choice_row("C1", 寄附金額="12000", 申込合計金額="12000")], code=NEEDS_ATTENTION)
        self.assert_held(summary, "donation.amount_changed")
        self.assertEqual(self.by_order("C1")["amount_yen"], 10000)
        self.assertEqual(self.ledger.revenue(2026)["received_yen"], 10000)
        self.assert_verified(self.ledger)

    def test_the_gift_or_the_day_of_a_received_one_changed(self):
        self.import_rows("first.csv", [choice_row("C1")])
        self.assert_held(self.import_rows("gift.csv", [choice_row("C1", お礼の品番号="SN022")], code=NEEDS_ATTENTION), "donation.gifts_changed")
        self.assert_held(self.import_rows("day.csv", [choice_row("C1", 入金日="2026-05-11")], code=NEEDS_ATTENTION), "donation.received_on_changed")
        self.assertEqual(self.by_order("C1")["gifts"][0]["code"], "SN011")
        self.assert_verified(self.ledger)

    def test_the_amount_of_an_unpaid_one_may_change(self):
        self.import_rows("first.csv", [choice_row("C1", 申込状況="入金待ち", 入金日="")])
        summary = self.import_rows("later.csv", [choice_row("C1", 寄附金額="12000", 申込合計金額="12000")])
        self.assertEqual(summary["orders"]["updated"], 1)
        self.assertEqual(self.ledger.revenue(2026)["received_yen"], 12000)
        self.assert_verified(self.ledger)

    def test_the_purpose_of_a_received_one_may_change_and_moves_its_revenue(self):
        self.import_rows("first.csv", [choice_row("C1")])
        summary = self.import_rows("later.csv", [choice_row("C1", 使い道="徳山動物園リニューアル事業", 使い道番号="6")])
        self.assertEqual(summary["orders"]["updated"], 1)
        self.assertEqual([(line["key"], line["yen"]) for line in self.ledger.revenue(2026)["by"]["purpose"]], [("徳山動物園リニューアル事業", 10000)])
        self.assert_verified(self.ledger)

    def test_cancelled_after_its_receipt_was_issued(self):
        self.import_rows("first.csv", [choice_row("C1")])
        self.assertEqual(self.ledger.json("receipt", "issue", "--out", self.path("r.pdf"))["issued"], 1)
        summary = self.import_rows("later.csv", [choice_row("C1", 申込状況="キャンセル")], code=NEEDS_ATTENTION)
        self.assert_held(summary, "donation.receipt_issued")
        self.assertEqual((self.state(), self.ledger.revenue(2026)["received_yen"]), ("received", 10000))
        self.assert_verified(self.ledger)

    def test_another_address_after_its_receipt_was_issued(self):
        self.import_rows("first.csv", [choice_row("C1")])
        self.ledger.json("receipt", "issue", "--out", self.path("r.pdf"))
        summary = self.import_rows("later.csv", [choice_row("C1", 番地="別の町二丁目2-2")], code=NEEDS_ATTENTION)
        self.assert_held(summary, "donation.receipt_issued")
        self.assert_verified(self.ledger)

    def test_a_new_address_before_the_receipt(self):
        self.import_rows("first.csv", [choice_row("C1")])
        summary = self.import_rows("later.csv", [choice_row("C1", 番地="別の町二丁目2-2")])
        self.assertEqual(summary["orders"]["updated"], 1)
        self.assertIn("別の町二丁目2-2", self.by_order("C1")["donor"]["address"])
        self.assert_verified(self.ledger)

    def test_the_same_order_number_at_another_portal_is_another_donation(self):
        self.import_rows("first.csv", [choice_row("C1")])
        path, truth = generate(self.folder, "ana", "ana", 20, 71, year=2025)
        with open(path, encoding="cp932", newline="") as stream:
            content = stream.read()
        first = content.splitlines()[1].split(",")[0]
        self.ledger.import_file(self.write("ana2.csv", content.replace(first, "C1"), "cp932"), code=DONE)
        self.assertEqual(len(self.ledger.donations("--search", "C1")), 2)
        self.assert_verified(self.ledger)

    def test_the_lines_in_another_order_are_the_same_donation(self):
        lines = [choice_row("C1", 枝番="1"), choice_row("C1", 枝番="2", お礼の品番号="SN022", 寄附金額="12000")]
        self.import_rows("first.csv", lines)
        again = self.import_rows("later.csv", lines[::-1])
        self.assertEqual((again["orders"]["unchanged"], again["rows"]["unchanged"]), (1, 2))
        self.assertEqual(self.by_order("C1")["amount_yen"], 22000)


if __name__ == "__main__":
    unittest.main()
