#!/usr/bin/env python3
"""Layouts of portal files: listed, checked, drafted, and a city's own beside those that ship."""
import csv
import io
import json
import os
import shutil
import unittest

from ledger import CONFLICT, DONE, INVALID, NEEDS_ATTENTION, NOT_FOUND, ROOT, LedgerTest

PORTALS = os.path.join(ROOT, "etc", "portals")
NAMES = ["周南　花子", "光　太郎", "下松　次郎", "防府　さくら", "岩国　三郎"]
READINGS = ["シュウナン ハナコ", "ヒカリ タロウ", "クダマツ ジロウ", "ホウフ サクラ", "イワクニ サブロウ"]


def csv_text(rows, delimiter=","):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def unknown_file(rows=20):
    """A portal nobody has heard of, in its own words, a title line above the header."""
    header = ["受付No.", "お申込日時", "ご入金日", "処理状況", "決済種別", "御芳名", "よみがな", "〒", "県", "市", "番地等", "TEL",
              "e-mail", "ご寄附額", "活用先", "品の番号", "特例"]
    table = [["寄附一覧"], header]
    for i in range(rows):
        paid = "" if i % 4 == 0 else f"2026/10/{i % 28 + 1:02d}"
        table.append([f"ZX-26{i:05d}", f"2026/10/{i % 28 + 1:02d} 12:30", paid, "入金待ち" if i % 4 == 0 else "入金済み",
                      ["クレジットカード", "銀行振込"][i % 2], NAMES[i % 5], READINGS[i % 5], f"745-{i:04d}", "山口県", "周南市",
                      f"徳山港町{i}-2", f"0800-000-{1000 + i}", f"u{i}@example.jp", str(10000 * (i % 3 + 1)), "動物園",
                      f"SN{i:03d}", "希望する" if i % 2 else "希望しない"])
    return csv_text(table)


class ListAndCheck(LedgerTest):
    def own(self, ledger, name, document):
        folder = os.path.join(ledger.data, "portals")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(document if isinstance(document, str) else json.dumps(document, ensure_ascii=False))
        return path

    def shipped(self, name):
        with open(os.path.join(PORTALS, name + ".json"), encoding="utf-8") as stream:
            return json.load(stream)

    def test_every_shipped_layout_is_listed_and_without_fault_or_warning(self):
        ledger = self.new_ledger()
        listed = ledger.json("profile", "list")["items"]
        files = sorted(name for name in os.listdir(PORTALS) if name.endswith(".json"))
        self.assertEqual([item["file"] for item in listed], files)
        self.assertEqual({item["origin"] for item in listed}, {"shipped"})
        checked = ledger.json("profile", "check")
        self.assertEqual((checked["profiles"], checked["items"]), (len(files), []))

    def test_the_guide_names_every_key_and_field_that_the_reader_knows(self):
        with open(os.path.join(PORTALS, "README.md"), encoding="utf-8") as stream:
            guide = stream.read()
        with open(os.path.join(ROOT, "src", "main", "profile_reader.cpp"), encoding="utf-8") as stream:
            reader = stream.read()
        keys = reader[reader.index("kKeys{") + 6:reader.index("};", reader.index("kKeys{"))]
        for key in (word.strip().strip('"') for word in keys.replace("\n", " ").split(",")):
            self.assertIn("`%s`" % key, guide)
        with open(os.path.join(ROOT, "etc", "messages", "ja.json"), encoding="utf-8") as stream:
            fields = [key.rsplit(".", 1)[1] for key in json.load(stream) if key.startswith("label.profile_field.")]
        self.assertGreater(len(fields), 70)
        for field in fields:
            for part in ("recipient_", "documents_"):
                if field.startswith(part) and field != "recipient_is_donor":
                    field = field[len(part):]
            self.assertIn("`%s`" % field, guide)

    def test_every_fault_is_named_with_file_key_and_what_to_do(self):
        ledger = self.new_ledger()
        profile = self.shipped("first_gift")
        profile["signatur"] = profile.pop("signature")
        profile["amount_per"] = "lines"
        profile["valid_from"] = "2026/4/1"
        profile["columns"]["gift_nam"] = ["品"]
        profile["required"].append("points")
        profile["values"]["status"]["cancelled"].append("入金済み")
        profile["values"]["payment_method"]["cheque"] = ["小切手"]
        path = self.write("broken.json", json.dumps(profile, ensure_ascii=False))
        result = ledger.run("profile", "check", path, "--json")
        self.assertEqual(result.code, INVALID, result)
        found = [(item["key"], item["code"], item["value"]) for item in result.object["items"]]
        self.assertEqual(sorted(found), [
            ("amount_per", "profile.choice_unknown", "line、unit、order"), ("amount_per", "profile.needs", "order"),
            ("columns.gift_nam", "profile.key_meant", "gift_name"),
            ("required", "profile.field_without_columns", "points"), ("signatur", "profile.key_meant", "signature"),
            ("signature", "profile.key_missing", ""), ("valid_from", "profile.not_date", ""),
            ("values.payment_method.cheque", "profile.meaning_unknown", ""),
            ("values.status.received", "profile.word_twice", "入金済み")])
        for item in result.object["items"]:
            self.assertEqual(item["file"], "broken.json")
            self.assertRegex(item["message"], "[。]$")
        people = ledger.run("profile", "check", path)
        self.assertIn("signature", people.out)
        self.assertEqual(people.code, INVALID)

    def test_what_is_no_profile_at_all_is_one_fault(self):
        ledger = self.new_ledger()
        for text, code in (("{", "profile.not_json"), ("[]", "profile.not_object"), ('{"id": 1, "id": 2}', "profile.key_twice")):
            path = self.write("bad.json", text)
            result = ledger.run("profile", "check", path, "--json")
            self.assertEqual(result.code, INVALID)
            self.assertIn(code, [item["code"] for item in result.object["items"]])
        self.assertEqual(ledger.run("profile", "check", "nobody").code, NOT_FOUND)

    def test_numbers_are_never_made_of_what_names_a_person(self):
        ledger = self.new_ledger()
        profile = self.shipped("ledghome")
        profile["order_number_from"].append("name")
        found = ledger.run("profile", "check", self.write("p.json", json.dumps(profile)), "--json").object["items"]
        self.assertEqual([(item["key"], item["code"], item["value"]) for item in found],
                         [("order_number_from", "profile.field_personal", "name")])

    def test_a_signature_that_another_layout_holds_is_a_warning(self):
        ledger = self.new_ledger()
        profile = self.shipped("choice")
        profile["id"] = "choice_again"
        path = self.own(ledger, "choice_again.json", profile)
        result = ledger.run("profile", "check", path, "--json")
        self.assertEqual(result.code, DONE, result)
        self.assertEqual([(i["code"], i["value"], i["is_warning"]) for i in result.object["items"]],
                         [("profile.shadowed", "choice", True)])

    def test_a_city_adds_a_portal_and_replaces_one_without_touching_the_installation(self):
        ledger = self.new_ledger()
        profile = self.shipped("first_gift")
        profile["label"] = "わが市のポータル"
        profile["columns"]["order_number"] = ["わが市の番号"]
        profile["signature"][0] = "わが市の番号"
        self.own(ledger, "ours.json", profile)
        listed = {item["id"]: item for item in ledger.json("profile", "list")["items"]}
        self.assertEqual((listed["first_gift"]["origin"], listed["first_gift"]["replaces_shipped"]), ("city", True))
        rows = [["わが市の番号", "申込受付日", "入金確認日", "申込状態", "支払方法", "申込合計寄附額", "申込者氏名", "代表返礼品コード"],
                ["W1", "2026-10-01", "2026-10-02", "入金済み", "クレジットカード", "30000", "周南　花子", "SN011"]]
        summary = ledger.import_file(self.write("w.csv", csv_text(rows)), code=DONE)
        self.assertEqual((summary["portal"], summary["donations"]["received_yen"]), ("first_gift", 30000))
        report = ledger.revenue(2026)
        self.assertEqual([row["label"] for row in report["by"]["portal"]], ["わが市のポータル"])

    def test_a_faulty_profile_of_the_city_stops_imports_and_says_where_but_no_report(self):
        ledger = self.new_ledger()
        self.own(ledger, "ours.json", {"id": "ours"})
        result = ledger.run("import", self.write("x.csv", "a,b\r\n"), "--json")
        self.assertEqual(result.code, INVALID, result)
        self.assertIn("ours.json", result.err + result.out)
        self.assertEqual(ledger.run("report", "revenue", "--year", "2026").code, DONE)
        self.assertTrue({i["id"]: i for i in ledger.json("profile", "list")["items"]}["ours"]["has_faults"])


class Draft(LedgerTest):
    def test_an_unknown_file_is_understood_checked_and_imported_to_the_yen(self):
        ledger = self.new_ledger()
        for encoding in ("cp932", "utf-8"):
            path = self.write("unknown.csv", unknown_file(), encoding)
            out = self.path("zx_%s.json" % encoding)
            drafted = ledger.json("profile", "draft", path, "--id", "zx", "--label", "ゼットエックス", "--out", out)
            fields = {item["field"]: item["header"] for item in drafted["fields"]}
            for field, header in {"order_number": "受付No.", "applied_on": "お申込日時", "paid_on": "ご入金日", "status": "処理状況",
                                  "payment_method": "決済種別", "amount": "ご寄附額", "name": "御芳名", "kana": "よみがな",
                                  "postal_code": "〒", "prefecture": "県", "city": "市", "street": "番地等", "phone": "TEL",
                                  "mail": "e-mail", "purpose": "活用先", "gift_code": "品の番号", "one_stop": "特例"}.items():
                self.assertEqual(fields.get(field), header, field)
            self.assertEqual((drafted["missing"], drafted["header_line"], drafted["encoding"]), ([], 2, encoding))
            self.assertTrue(all(40 <= item["confidence"] <= 99 for item in drafted["fields"]))
            self.assertEqual(ledger.run("profile", "check", out).code, DONE)
            self.assertEqual(ledger.run("profile", "draft", path, "--out", out).code, CONFLICT)
        os.makedirs(os.path.join(ledger.data, "portals"))
        shutil.copy(out, os.path.join(ledger.data, "portals"))
        summary = ledger.import_file(path)
        self.assertEqual((summary["portal"], summary["rows"]["new"], summary["issues"]), ("zx", 20, []))
        self.assertEqual(summary["orders"]["awaiting_payment"], 5)
        self.assertEqual(summary["donations"]["received_yen"],
                         sum(10000 * (i % 3 + 1) for i in range(20) if i % 4 != 0))
        self.assert_verified(ledger)

    def test_words_that_nobody_knows_are_told_and_held_until_they_are_sorted(self):
        ledger = self.new_ledger()
        path = self.write("unknown.csv", unknown_file().replace("入金待ち", "てつづきちゅう"))
        drafted = ledger.json("profile", "draft", path, "--id", "zx")
        self.assertEqual(drafted["unknown_words"], {"status": ["てつづきちゅう"]})
        self.assertIn("てつづきちゅう", drafted["profile"]["notice"])
        os.makedirs(os.path.join(ledger.data, "portals"))
        self.write(os.path.join("data", "portals", "zx.json"), json.dumps(drafted["profile"], ensure_ascii=False))
        self.assertEqual(ledger.import_file(path)["orders"]["held"], 5)

    def test_numbered_gift_columns_are_seen(self):
        ledger = self.new_ledger()
        header = ["受付番号", "申込日", "入金日", "氏名", "寄附金額", "支払方法"] + [
            "返礼品%d_%s" % (n, part) for n in (1, 2, 3) for part in ("コード", "名称")]
        rows = [header] + [["A%05d" % i, "2026-10-01", "2026-10-02", NAMES[i % 5], "30000", "クレジットカード",
                            "SN011", "ふぐ", "SN012", "米", "", ""] for i in range(10)]
        path = self.write("wide.csv", csv_text(rows))
        drafted = ledger.json("profile", "draft", path, "--id", "wide")
        self.assertEqual({item["field"]: item["header"] for item in drafted["gift_columns"]},
                         {"gift_code": "返礼品{N}_コード", "gift_name": "返礼品{N}_名称"})
        self.assertEqual((drafted["profile"]["row_unit"], drafted["profile"]["amount_per"]), ("groups", "order"))
        os.makedirs(os.path.join(ledger.data, "portals"))
        self.write(os.path.join("data", "portals", "wide.json"), json.dumps(drafted["profile"], ensure_ascii=False))
        summary = ledger.import_file(path)
        self.assertEqual((summary["rows"]["new"], summary["donations"]["received_yen"]), (10, 300000))

    def test_what_is_missing_is_named(self):
        ledger = self.new_ledger()
        path = self.write("few.csv", csv_text([["名前らしきもの", "色"], ["周南　花子", "赤"], ["光　太郎", "青"]]))
        result = ledger.run("profile", "draft", path, "--json")
        self.assertEqual(result.code, NEEDS_ATTENTION, result)
        self.assertEqual(result.object["missing"], ["order_number", "applied_on", "amount"])
        self.assertEqual(ledger.run("profile", "draft", self.write("no.csv", "1,2\r\n3,4\r\n")).code, INVALID)


class Papers(LedgerTest):
    def test_where_papers_go_is_stored_followed_and_taken_for_no_donor(self):
        ledger = self.new_ledger()
        source = os.path.join(ROOT, "tests", "golden", "import", "egg", "groups_pairs_and_papers", "input.csv")
        summary = ledger.import_file(source, code=DONE)
        self.assertEqual(summary["donations"]["received_yen"], 85000)
        self.assert_verified(ledger)
        with open(source, "rb") as stream:
            text = stream.read().decode("cp932")
        moved = self.write("moved.csv", text.replace("千代田1-1", "千代田9-9"), "cp932")
        again = ledger.import_file(moved, code=DONE)
        self.assertEqual((again["rows"]["updated"], again["rows"]["unchanged"]), (1, 5))
        number = ledger.donations("--search", "E1")[0]["number"]
        documents = ledger.json("donation", "show", number)["documents"]
        self.assertEqual((documents["name"], documents["prefecture"], documents["address"]),
                         ("周南　花子", "東京都", "千代田9-9 寮 5"))
        self.assertIn("千代田9-9", ledger.run("donation", "show", number).out)
        self.assertEqual(ledger.import_file(moved, code=DONE)["rows"]["unchanged"], 6)
        self.assert_verified(ledger)


if __name__ == "__main__":
    unittest.main()
