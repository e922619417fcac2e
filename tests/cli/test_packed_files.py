#!/usr/bin/env python3
"""Files that are packed (gzip, zip), sheets of workbooks, standard input and UTF-16: taken as the plain file would be, or refused plainly."""
import gzip
import io
import os
import re
import struct
import subprocess
import unittest
import zipfile

from ledger import DONE, INVALID, NEEDS_ATTENTION, LedgerTest, Result, checked, environment
from portal_files import CHOICE_HEADER, choice_row, csv_bytes, generate, individual_number, read_rows
from workbooks import DATE, MOMENT, ZEROS, Number, Raw, Workbook, workbook_of


def good_rows(count, start=1, **changes):
    return [choice_row("C%08d" % number, **{"氏名": "検査　番号%d" % number, "メールアドレス": "d%d@mail.example.jp" % number, **changes})
            for number in range(start, start + count)]


def zip_bytes(*entries, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return content.getvalue()


class PackedTest(LedgerTest):
    def setUp(self):
        super().setUp()
        self.ledger = self.new_ledger()

    def assert_refused(self, name, content, code, *options, shown=None):
        result = self.ledger.run("import", self.write(name, content), "--json", *options)
        self.assertEqual(result.code, INVALID, result)
        refused = result.object
        self.assertEqual((refused["file"], refused["error"]["code"]), (shown or name, code), result)
        self.assertRegex(refused["error"]["message"], "[ぁ-ん].*。")
        self.assertNotRegex(refused["error"]["message"], "[{}]")
        self.assert_nothing_stored(self.ledger)
        self.assert_nothing_left_behind()

    def assert_nothing_left_behind(self):
        """No copy of what was unpacked lies in the data folder."""
        left = [name for name in os.listdir(self.ledger.data) if not name.startswith(("furusato", "access", "ledger.key", "archive"))]
        self.assertEqual(left, [])

    def assert_evidence(self, ledger, number):
        """The record is found again in what was archived."""
        printed = ledger.json("donation", "evidence", number, "--out", self.path(number + ".pdf"), "--purpose", "検査", "--overwrite")
        self.assertEqual((printed["sound"], printed["records"]), (True, 1))

    def assert_same_import(self, path, reference, *options):
        """Takes what the reference took; gives its summary."""
        summary = self.ledger.import_file(path, *options)
        for key in ("portal", "rows", "orders", "donations", "donors", "unmatched"):
            self.assertEqual(summary[key], reference[key], key)
        self.assert_verified(self.ledger)
        self.assert_nothing_left_behind()
        return summary


class GzipFiles(PackedTest):
    def setUp(self):
        super().setUp()
        self.plain = csv_bytes(good_rows(30))
        self.reference = self.new_ledger("other").import_file(self.write("plain.csv", self.plain))

    def test_is_the_file_it_holds(self):
        summary = self.assert_same_import(self.write("choice.csv.gz", gzip.compress(self.plain)), self.reference)
        self.assertEqual((summary["file"], summary["sha256"]), ("choice.csv.gz", self.reference["sha256"]))
        again = self.ledger.import_file(self.write("plain.csv", self.plain), code=DONE)
        self.assertEqual(again["rows"]["unchanged"], 30, "the same bytes, packed or not")

    def test_of_several_members_is_read_to_its_end(self):
        middle = self.plain.index(b"C00000017")
        packed = gzip.compress(self.plain[:middle]) + gzip.compress(self.plain[middle:])
        self.assert_same_import(self.write("choice.csv.gz", packed + b"\0" * 512), self.reference)

    def test_that_is_cut_off_or_changed_is_refused(self):
        packed = gzip.compress(self.plain)
        self.assert_refused("cut.csv.gz", packed[:-9], "file.damaged")
        self.assert_refused("half.csv.gz", packed[:len(packed) // 2], "file.damaged")
        self.assert_refused("changed.csv.gz", packed[:-6] + b"\1\2" + packed[-4:], "file.damaged")
        self.assert_refused("longer.csv.gz", packed + b"more", "file.damaged")

    def test_that_unpacks_without_end_is_refused(self):
        line = csv_bytes(good_rows(1)).split(b"\r\n", 1)[0] + b"\r\n"
        content = io.BytesIO()
        with gzip.GzipFile(fileobj=content, mode="wb") as packed:
            packed.write(line)
            for _ in range(100):
                packed.write(b"\n" * 1_000_000)
        self.assert_refused("bomb.csv.gz", content.getvalue(), "file.unpacks_too_large")


class ZipFiles(PackedTest):
    def test_each_file_is_a_job_of_its_own(self):
        first, second = csv_bytes(good_rows(5)), csv_bytes(good_rows(4, start=6))
        path = self.write("june.zip", zip_bytes(("a.csv", first), ("sub/b.csv", second), ("__MACOSX/._a.csv", b"x"), ("sub/.DS_Store", b"x")))
        result = self.ledger.run("import", path, "--json")
        self.assertEqual(result.code, DONE, result)
        self.assertEqual([(s["file"], s["orders"]["new"]) for s in result.objects], [("june.zip/a.csv", 5), ("june.zip/sub/b.csv", 4)])
        self.assertEqual(len(self.ledger.archived()), 2)
        self.assert_verified(self.ledger)
        again = self.ledger.run("import", self.write("a.csv", first))
        self.assertIn("1", again.out.splitlines()[1], "told which job took the same bytes")
        self.assertEqual(self.ledger.json("donation", "list")["total"], 9)

    def test_a_bad_file_does_not_stop_the_others(self):
        path = self.write("june.zip", zip_bytes(("a.pdf", b"%PDF-1.7\n"), ("b.csv", csv_bytes(good_rows(2)))))
        result = self.ledger.run("import", path, "--json")
        self.assertEqual(result.code, INVALID, result)
        self.assertEqual(result.objects[0]["error"]["code"], "file.not_csv")
        self.assertEqual(result.objects[1]["orders"]["new"], 2)

    def test_names_may_be_cp932(self):
        # 表 ends with the byte of a backslash, ソ too.
        packed = zip_bytes(("XXXX.csv", csv_bytes(good_rows(1)))).replace(b"XXXX", "表ソ".encode("cp932"))
        self.assertEqual(self.ledger.import_file(self.write("j.zip", packed))["file"], "j.zip/表ソ.csv")
        packed = zip_bytes(("寄附.csv", csv_bytes(good_rows(1, start=2))))
        self.assertEqual(self.ledger.import_file(self.write("u.zip", packed))["file"], "u.zip/寄附.csv")

    def test_names_that_lead_out_are_refused(self):
        for name in ("../up.csv", "/root.csv", "C:\\x.csv", "a/../../b.csv", "..\\up.csv"):
            shown = "bad.zip/" + name.lstrip("/").replace("\\", "/")
            self.assert_refused("bad.zip", zip_bytes((name, csv_bytes(good_rows(1)))), "file.name_leads_out", shown=shown)

    def test_archives_inside_are_refused(self):
        inner = zip_bytes(("a.csv", csv_bytes(good_rows(1))))
        self.assert_refused("outer.zip", zip_bytes(("inner.zip", inner)), "file.nested_archive", shown="outer.zip/inner.zip")
        self.assert_refused("outer.zip", zip_bytes(("a.csv.gz", gzip.compress(b"a"))), "file.nested_archive", shown="outer.zip/a.csv.gz")

    def test_an_empty_archive_is_refused(self):
        self.assert_refused("empty.zip", zip_bytes(("folder/", b"")), "file.archive_empty")

    def test_encrypted_files_are_refused(self):
        packed = bytearray(zip_bytes(("a.csv", csv_bytes(good_rows(1)))))
        directory = packed.index(b"PK\1\2")
        packed[6] |= 1
        packed[directory + 8] |= 1
        self.assert_refused("secret.zip", bytes(packed), "file.encrypted", shown="secret.zip/a.csv")

    def test_other_ways_of_packing_are_refused(self):
        packed = zip_bytes(("a.csv", csv_bytes(good_rows(1))), method=zipfile.ZIP_LZMA)
        self.assert_refused("lzma.zip", packed, "file.packed_otherwise", shown="lzma.zip/a.csv")

    def test_damaged_archives_are_refused(self):
        packed = zip_bytes(("a.csv", csv_bytes(good_rows(20))))
        self.assert_refused("cut.zip", packed[:-30], "file.damaged")
        self.assert_refused("head.zip", packed[:200], "file.damaged")
        changed = bytearray(packed)
        changed[100] ^= 0x55
        self.assert_refused("changed.zip", bytes(changed), "file.damaged", shown="changed.zip/a.csv")
        renamed = packed.replace(b"a.csv", b"b.csv", 1)
        self.assert_refused("two_names.zip", renamed, "file.damaged")

    def test_entries_that_share_bytes_are_refused(self):
        packed = bytearray(zip_bytes(("a.csv", csv_bytes(good_rows(3))), ("a.csv", csv_bytes(good_rows(3)))))
        second = packed.rindex(b"PK\1\2")
        packed[second + 42:second + 46] = struct.pack("<I", 0)
        self.assert_refused("shared.zip", bytes(packed), "file.unpacks_too_large")

    def test_an_entry_that_unpacks_without_end_is_refused(self):
        bomb = csv_bytes([]) + b"\n" * 100_000_000
        self.assert_refused("bomb.zip", zip_bytes(("a.csv", bomb)), "file.unpacks_too_large", shown="bomb.zip/a.csv")

    def test_individual_numbers_are_refused_before_anything_is_kept(self):
        numbers = [individual_number("%011d" % (12345678900 + at)) for at in range(30)]
        rows = [dict(row, 備考=number) for row, number in zip(good_rows(30), numbers)]
        self.assert_refused("secret.zip", zip_bytes(("a.csv", csv_bytes(rows))), "file.individual_number", shown="secret.zip/a.csv")
        self.assertNotIn(numbers[0], self.ledger.log_text())

    def test_a_killed_import_goes_on_from_the_archive(self):
        path, _ = generate(self.folder, "choice", "choice", 3000)
        with open(path, "rb") as stream:
            packed = self.write("june.zip", zip_bytes(("choice.csv", stream.read())))
        process = self.ledger.start("import", packed)
        while process.poll() is None and not self.ledger.archived():
            pass
        process.kill()
        process.communicate()
        reference = self.new_ledger("other").import_file(path)
        summary = self.ledger.import_file(packed)
        self.assertEqual(summary["donations"], reference["donations"])
        self.assert_verified(self.ledger)


class StandardInput(PackedTest):
    def pipe(self, content, *options):
        process = subprocess.run(self.ledger.command("import", "-", "--json", *options), input=content, env=environment(),
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        return checked(Result(["import", "-"], process.returncode, process.stdout, process.stderr))

    def test_is_read_as_a_file(self):
        content = csv_bytes(good_rows(3))
        result = self.pipe(content)
        self.assertEqual(result.code, DONE, result)
        self.assertEqual((result.object["file"], result.object["orders"]["new"]), ("stdin", 3))
        self.assert_verified(self.ledger)
        self.assert_nothing_left_behind()
        self.assertEqual(self.pipe(zip_bytes(("a.csv", csv_bytes(good_rows(2, start=4))))).object["file"], "stdin/a.csv")
        again = self.ledger.import_file(self.write("same.csv", content))
        self.assertEqual(again["rows"]["unchanged"], 3)

    def test_refused_content_is_not_left_behind(self):
        result = self.pipe("摘要,金額\r\n消耗品,1200\r\n".encode("cp932"))
        self.assertEqual((result.code, result.object["error"]["code"]), (INVALID, "file.unknown_portal"), result)
        self.assertEqual(self.pipe(b"").object["error"]["code"], "file.empty")
        self.assert_nothing_stored(self.ledger)
        self.assert_nothing_left_behind()

    def test_a_named_pipe_is_read_too(self):
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        process = self.ledger.start("import", pipe, "--json")
        with open(pipe, "wb") as stream:
            stream.write(csv_bytes(good_rows(3)))
        out, err = process.communicate()
        result = checked(Result(["import", pipe], process.returncode, out, err))
        self.assertEqual(result.object["orders"]["new"], 3)


class Workbooks(PackedTest):
    def test_is_read_as_the_csv_file_it_was(self):
        path, _ = generate(self.folder, "choice", "choice", 300, dirty=0.2)
        reference = self.new_ledger("other").import_file(path)
        # Broken rows of the file (a cell too many or none) are rows of another width in a sheet as well: only whole ones are compared.
        rows = [row for row in read_rows(path) if None not in row and None not in row.values()]
        whole = self.new_ledger("whole").import_file(self.write("whole.csv", csv_bytes(rows, "utf-8", header=list(rows[0]))))
        summary = self.assert_same_import(self.write("choice.xlsx", workbook_of(rows, list(rows[0]))), whole)
        self.assertEqual(summary["encoding"], "utf-8")
        self.assertGreater(reference["orders"]["read"], 200)
        again = self.ledger.import_file(path)
        self.assertEqual((again["orders"]["new"], again["orders"]["updated"]), (0, 0), "the same orders, whatever the file")

    def test_what_is_archived_is_the_workbook(self):
        content = workbook_of(good_rows(3), CHOICE_HEADER)
        summary = self.ledger.import_file(self.write("choice.xlsx", content))
        archived, = self.ledger.archived()
        with gzip.open(os.path.join(self.ledger.data, "archive", archived)) as stream:
            self.assertEqual(stream.read(), content)
        self.assertEqual(archived, summary["sha256"] + ".gz")
        number = self.ledger.donations()[1]["number"]
        self.assert_evidence(self.ledger, number)

    def test_a_killed_import_goes_on_from_the_archive(self):
        rows = good_rows(3000)
        path = self.write("choice.xlsx", workbook_of(rows, CHOICE_HEADER))
        process = self.ledger.start("import", path)
        while process.poll() is None and not self.ledger.archived():
            pass
        process.kill()
        process.communicate()
        summary = self.ledger.import_file(path)
        self.assertEqual((summary["orders"]["read"], self.ledger.json("donation", "list")["total"]), (3000, 3000))
        self.assert_verified(self.ledger)

    def test_cells_of_every_form(self):
        header = list(CHOICE_HEADER)
        cells = [choice_row("x")[name] for name in header]
        at = header.index
        typed = list(cells)
        typed[at("申込番号")] = Number("123456789012")  # Excel shows 1.23457E+11
        typed[at("申込日時")] = Number("46152.430902777781", MOMENT)
        typed[at("入金日")] = Number("46152", DATE)
        typed[at("郵便番号")] = Number("600000", ZEROS)
        typed[at("寄附金額")] = Number("12000")
        typed[at("数量")] = Number("1.0")
        typed[at("備考")] = Raw('<c r="{r}" t="inlineStr"><is><r><t>一行目_x000D_\n</t></r><r><rPr/><t xml:space="preserve">二行目 "引用",</t></r>'
                              '<rPh sb="0" eb="1"><t>ヨミ</t></rPh></is></c>')
        typed[at("氏名")] = Raw('<c r="{r}" t="str"><f>A1&amp;B1</f><v>検査　花子</v></c>')
        damaged = list(cells)
        damaged[at("申込番号")] = Number("1.2345678901234567E+17")
        wrong = list(cells)
        wrong[at("申込番号")] = Raw('<c r="{r}" t="e"><v>#N/A</v></c>')
        book = Workbook().add("寄附", [["ふるさと納税 申込一覧"], (3, header), typed, (7, damaged), wrong])
        summary = self.ledger.import_file(self.write("typed.xlsx", book.bytes()), code=NEEDS_ATTENTION)
        self.assertEqual([(i["line"], i["code"]) for i in summary["issues"]], [(7, "order_number.damaged"), (8, "order_number.damaged")])
        self.assertEqual(summary["reading"]["header_line"], 3)
        item, = self.ledger.donations()
        self.assertEqual((item["portal_order_number"], item["applied_on"], item["amount_yen"]), ("123456789012", "2026-05-10", 12000))
        self.assertEqual((item["donor"]["postal_code"].replace("-", ""), item["donor"]["name"]), ("0600000", "検査　花子"))
        shown = self.ledger.json("donation", "show", item["number"])
        self.assertIn("一行目\n二行目 \"引用\",", str(shown).replace("\\n", "\n"))
        self.assertNotIn("ヨミ", str(shown))

    def test_days_may_be_counted_from_1904(self):
        header = list(CHOICE_HEADER)
        row = [choice_row("C1")[name] for name in header]
        row[header.index("申込日時")] = Number(str(46152 - 1462), DATE)
        row[header.index("入金日")] = Number(str(46152 - 1462), DATE)
        book = Workbook(date1904=True).add("Sheet1", [header, row])
        self.ledger.import_file(self.write("mac.xlsx", book.bytes()), code=DONE)
        self.assertEqual(self.ledger.donations()[0]["applied_on"], "2026-05-10")

    def test_rows_and_cells_without_their_places(self):
        plain = Workbook().add("Sheet1", [list(CHOICE_HEADER), [choice_row("C1")[name] for name in CHOICE_HEADER]])
        xml = re.sub(r' r="[A-Z]+\d+"| r="\d+"', "", plain.parts()["xl/worksheets/sheet1.xml"])
        # Without places an empty cell is one too.
        cells = [choice_row("C1")[name] for name in CHOICE_HEADER]
        row = "".join('<c t="inlineStr"><is><t>%s</t></is></c>' % text if text else "<c/>" for text in cells)
        xml = xml[:xml.rindex("<row>")] + "<row>" + row + "</row></sheetData></worksheet>"
        path = self.write("bare.xlsx", plain.bytes({"xl/worksheets/sheet1.xml": xml}))
        self.assertEqual(self.ledger.import_file(path)["orders"]["new"], 1)

    def table(self, count=2, start=1):
        return [list(CHOICE_HEADER)] + [[row[name] for name in CHOICE_HEADER] for row in good_rows(count, start)]

    def test_of_several_sheets_the_table_is_taken(self):
        book = Workbook().add("説明", [["この表は速報です"], ["作成", "総務課"]]).add("寄附", self.table()).add("Sheet3", [])
        book.add("控え", self.table(start=50), state="hidden")
        summary = self.ledger.import_file(self.write("book.xlsx", book.bytes()), code=DONE)
        notes = {note["code"]: note for note in summary["reading"]["notes"]}
        self.assertEqual((notes["note.sheet"]["sheet"], notes["note.sheets_unused"]["sheets"]), ("寄附", "控え、説明"))
        self.assertEqual(summary["orders"]["new"], 2)

    def test_two_tables_are_refused(self):
        book = Workbook().add("四月", self.table()).add("五月", self.table(start=50))
        self.assert_refused("book.xlsx", book.bytes(), "file.several_tables")

    def test_a_workbook_of_no_portal_is_refused_with_the_reason(self):
        self.assert_refused("book.xlsx", Workbook().add("Sheet1", [["摘要", "金額"], ["消耗品", "1200"]]).bytes(), "file.unknown_portal")
        self.assert_refused("empty.xlsx", Workbook().add("Sheet1", []).bytes(), "file.empty")

    def test_individual_numbers_in_any_sheet_are_refused(self):
        numbers = [[Number(individual_number("%011d" % (12345678900 + at)))] for at in range(10)]
        hidden = Workbook().add("寄附", self.table()).add("控え", [["番号"]] + numbers, state="hidden")
        self.assert_refused("book.xlsx", hidden.bytes(), "file.individual_number")
        named = Workbook().add("寄附", self.table()).add("控え", [["氏名", "マイナンバー"]])
        self.assert_refused("book.xlsx", named.bytes(), "file.individual_number")
        rows = self.table(10)
        for row, number in zip(rows[1:], numbers):
            row[CHOICE_HEADER.index("備考")] = number[0]
        self.assert_refused("book.xlsx", Workbook().add("寄附", rows).bytes(), "file.individual_number")
        self.assert_refused("in.zip", zip_bytes(("book.xlsx", hidden.bytes())), "file.individual_number", shown="in.zip/book.xlsx")

    def test_formulas_without_a_value_are_refused(self):
        rows = self.table()
        rows[1][CHOICE_HEADER.index("寄附金額")] = Raw('<c r="{r}"><f>A1*2</f></c>')
        self.assert_refused("book.xlsx", Workbook().add("寄附", rows).bytes(), "file.formula_without_value")

    def test_other_formats_of_excel_are_refused(self):
        self.assert_refused("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "file.old_workbook")
        relations = Workbook().parts()["_rels/.rels"].replace("workbook.xml", "workbook.bin")
        self.assert_refused("new.xlsb", Workbook().add("a", []).bytes({"_rels/.rels": relations}), "file.binary_workbook")

    def test_damaged_workbooks_are_refused(self):
        book = Workbook().add("寄附", self.table())
        xml = book.parts()["xl/worksheets/sheet1.xml"]
        parts = {"xl/worksheets/sheet1.xml": (xml[:-30], xml.replace('r="2"', 'r="1"'), xml.replace("<v>0</v>", "<v>999999</v>"), "", "text"),
                 "xl/workbook.xml": ("", "<workbook/", book.parts()["xl/workbook.xml"].replace("rId1", "rId77"))}
        for part, broken in parts.items():
            for content in broken:
                self.assert_refused("book.xlsx", book.bytes({part: content}), "file.empty" if content == "<workbook/>" else "file.damaged")

    def test_entities_that_grow_are_refused(self):
        lol = '<!DOCTYPE a [<!ENTITY a "%s">]>' % ("x" * 100)
        book = Workbook().add("寄附", self.table())
        xml = book.parts()["xl/worksheets/sheet1.xml"].replace('<?xml version="1.0" encoding="UTF-8"?>', lol)
        self.assert_refused("book.xlsx", book.bytes({"xl/worksheets/sheet1.xml": xml}), "file.damaged")


class UnicodeText(PackedTest):
    def test_of_a_spreadsheet_is_taken(self):
        rows = good_rows(20)
        rows[3]["氏名"] = "𠮷野　繫子"
        lines = ["\t".join(CHOICE_HEADER)] + ["\t".join(row[name] for name in CHOICE_HEADER) for row in rows]
        for number, encoding in enumerate(("utf-16-le", "utf-16-be")):
            ledger = self.new_ledger("data%d" % number)
            content = "\ufeff".encode(encoding) + "\r\n".join(lines).encode(encoding)
            summary = ledger.import_file(self.write("unicode.txt", content), code=DONE)
            self.assertEqual((summary["orders"]["new"], summary["reading"]["delimiter"]), (20, "tab"))
            self.assertIn("note.utf16", [note["code"] for note in summary["reading"]["notes"]])
            names = [item["donor"]["name"] for item in ledger.donations()]
            self.assertIn("𠮷野　繫子", names)
            self.assert_evidence(ledger, ledger.donations()[0]["number"])
            self.assert_verified(ledger)

    def test_that_is_cut_in_a_character_is_told_by_its_row(self):
        lines = ["\t".join(CHOICE_HEADER)] + ["\t".join(row[name] for name in CHOICE_HEADER) for row in good_rows(3)]
        content = "\r\n".join(lines).encode("utf-16")
        half = content.index("番号2".encode("utf-16-le"))
        summary = self.ledger.import_file(self.write("cut.txt", content[:half] + b"\x00\xdc" + content[half + 2:]), code=NEEDS_ATTENTION)
        self.assertEqual([(i["line"], i["code"]) for i in summary["issues"]], [(3, "cell.undecodable")])


if __name__ == "__main__":
    unittest.main()
