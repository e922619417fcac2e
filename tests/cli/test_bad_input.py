#!/usr/bin/env python3
"""Bad files, full disks, locked and read-only ledgers: a clear message, the exit code of the contract, nothing stored in part.

    test_bad_input.py            as ctest runs it
    test_bad_input.py --full     the long line is 1 GB instead of 50 MB, the disk is full at 23 sizes instead of 4
"""
import io
import os
import random
import resource
import sqlite3
import stat
import subprocess
import sys
import unittest
import zipfile
from unittest import mock

from ledger import CONFLICT, DONE, FAILED, INVALID, NEEDS_ATTENTION, NOT_FOUND, Ledger, LedgerTest, Result, checked
from private_mounts import PrivateMounts
from portal_files import CHOICE_HEADER, choice_row, csv_bytes, generate, individual_number, personal_texts, read_rows

FULL = "--full" in sys.argv
LONG_LINE_BYTES = (1 << 30) if FULL else 50 * 1000 * 1000
MEMORY_ABOVE_A_SMALL_FILE = 44 * 1024  # kilobytes; a record is refused at 1 MB, less than the whole line would take

UNKNOWN_HEADER = "日付,摘要,金額\r\n2026-05-01,消耗品,1200\r\n"


def good_rows(count, start=1):
    return [choice_row("C%08d" % number, **{"氏名": "検査　番号%d" % number, "メールアドレス": "d%d@mail.example.jp" % number})
            for number in range(start, start + count)]


class BadInputTest(LedgerTest):
    def setUp(self):
        super().setUp()
        self.ledger = self.new_ledger()

    def assert_refused(self, path, code, *options, exit_code=INVALID, line=None, ledger=None):
        """Refused, told in one JSON object and in one Japanese sentence, and nothing stored. Gives the error."""
        ledger = ledger or self.ledger
        result = ledger.run("import", path, "--json", *options)
        self.assertEqual(result.code, exit_code, result)
        refused = result.object
        self.assertEqual(set(refused), {"file", "error"}, result)
        self.assertEqual(refused["file"], os.path.basename(path))
        error = refused["error"]
        self.assertEqual(error["code"], code, result)
        self.assertIsInstance(error["line"], int)
        if line is not None:
            self.assertEqual(error["line"], line, result)
        self.assert_is_japanese(error["message"])
        self.assertIn(error["message"], result.err)
        self.assert_nothing_stored(ledger)
        return error

    def assert_is_japanese(self, message):
        self.assertRegex(message, "[ぁ-ん].*。", "no Japanese sentence")
        self.assertNotRegex(message, "[{}]", "a placeholder is left")

    def import_rows(self, rows, *options, name="rows.csv", encoding="cp932", **keywords):
        return self.ledger.import_file(self.write(name, csv_bytes(rows, encoding)), *options, **keywords)


class RefusedFiles(BadInputTest):
    """A file that is no portal file is refused as a whole."""

    def test_utf8_said_to_be_cp932(self):
        path = self.write("file.csv", csv_bytes(good_rows(20), "utf-8"))
        self.assert_refused(path, "file.wrong_encoding", "--encoding", "cp932")
        self.assertEqual(self.ledger.import_file(path, code=DONE)["encoding"], "utf-8")

    def test_cp932_said_to_be_utf8(self):
        path = self.write("file.csv", csv_bytes(good_rows(20), "cp932"))
        self.assert_refused(path, "file.wrong_encoding", "--encoding", "utf-8")
        self.assertEqual(self.ledger.import_file(path, code=DONE)["encoding"], "cp932")

    def test_utf8_with_byte_order_mark(self):
        path = self.write("file.csv", csv_bytes(good_rows(3), "utf-8-sig"))
        summary = self.ledger.import_file(path, code=DONE)
        self.assertEqual((summary["encoding"], summary["orders"]["new"]), ("utf-8", 3))

    def test_utf16_without_its_mark(self):
        self.assert_refused(self.write("file.csv", csv_bytes(good_rows(3), "utf-16-le")), "file.binary")

    def test_an_unknown_encoding_is_a_wrong_call(self):
        path = self.write("file.csv", csv_bytes(good_rows(3)))
        self.assertEqual(self.ledger.run("import", path, "--encoding", "latin1").code, INVALID)
        self.assert_nothing_stored(self.ledger)

    def test_empty_file(self):
        self.assert_refused(self.write("file.csv", b""), "file.empty")
        self.assert_refused(self.write("blank.csv", b"\r\n\r\n"), "file.empty")
        self.assert_refused(self.write("mark.csv", b"\xef\xbb\xbf"), "file.empty")

    def test_header_only_is_done_with_no_rows(self):
        for name, content in (("crlf.csv", csv_bytes([])), ("no_end.csv", csv_bytes([]).rstrip(b"\r\n"))):
            with self.subTest(name):
                summary = self.ledger.import_file(self.write(name, content), code=DONE)
                self.assertEqual((summary["rows"]["read"], summary["orders"]["read"], summary["issues"]), (0, 0, []))
                self.assertEqual(summary["donations"], {"received": 0, "received_yen": 0})
                self.assertEqual(summary["portal"], "choice")
        self.assert_verified(self.ledger)

    def test_no_header(self):
        content = csv_bytes(good_rows(5)).split(b"\r\n", 1)[1]
        self.assert_refused(self.write("file.csv", content), "file.no_header")

    def test_unknown_portal(self):
        self.assert_refused(self.write("file.csv", UNKNOWN_HEADER, "cp932"), "file.unknown_portal")

    def test_a_portal_that_nobody_knows(self):
        self.assert_refused(self.write("file.csv", csv_bytes(good_rows(3))), "portal.unknown", "--portal", "nosuch")

    def test_the_wrong_portal_said(self):
        self.assert_refused(self.write("file.csv", csv_bytes(good_rows(3))), "file.header_mismatch", "--portal", "rakuten")

    def test_a_required_column_is_missing(self):
        header = [name for name in CHOICE_HEADER if name != "支払方法"]
        error = self.assert_refused(self.write("file.csv", csv_bytes(good_rows(3), header=header)), "file.required_column_missing")
        self.assertIn("支払方法", error["message"])

    def test_a_pdf_named_csv(self):
        self.assert_refused(self.write("file.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"), "file.not_csv")

    def test_a_zip_named_csv_is_a_zip(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("inner.csv", csv_bytes(good_rows(3)))
        summary = self.ledger.import_file(self.write("file.csv", content.getvalue()), code=DONE)
        self.assertEqual((summary["file"], summary["orders"]["new"]), ("file.csv/inner.csv", 3))

    def test_random_bytes(self):
        content = random.Random(5).randbytes(20000)
        result = self.ledger.run("import", self.write("file.csv", content), "--json")
        self.assertEqual(result.code, INVALID, result)
        self.assertRegex(result.object["error"]["code"], r"^file\.")
        self.assert_nothing_stored(self.ledger)

    def test_a_folder(self):
        os.mkdir(self.path("folder.csv"))
        self.assert_refused(self.path("folder.csv"), "file.is_directory")

    def test_a_missing_file(self):
        self.assert_refused(self.path("missing.csv"), "file.not_found", exit_code=NOT_FOUND)

    def test_no_file_is_a_wrong_call(self):
        self.assertEqual(self.ledger.run("import").code, INVALID)

    def test_nul_bytes(self):
        content = csv_bytes(good_rows(5))
        middle = content.index(b"C00000003")
        self.assert_refused(self.write("file.csv", content[:middle] + b"\0\0" + content[middle:]), "file.binary")

    def test_nul_bytes_far_into_the_file(self):
        content = csv_bytes(good_rows(3000))
        self.assertGreater(len(content), 600000)
        self.assert_refused(self.write("file.csv", content + b'"C9\0"\r\n'), "file.binary")

    def test_a_quote_that_is_never_closed(self):
        rows = good_rows(6)
        rows[1]["備考"] = "一行目\r\n二行目"  # line 3 and 4: physical lines count, not records
        content = csv_bytes(rows)
        # The last record, on line 8, is cut inside its last quoted cell.
        self.assert_refused(self.write("file.csv", content.rstrip(b"\r\n")[:-1]), "file.unclosed_quote", line=8)

    def test_a_quote_that_opens_in_the_middle(self):
        lines = csv_bytes(good_rows(60)).split(b"\r\n")
        lines[10] = lines[10].replace(b'"","",', b'"","', 1)  # line 11
        result = self.ledger.run("import", self.write("file.csv", b"\r\n".join(lines)), "--json")
        # The quotes that follow close and open wrongly: either the file is refused or the damaged rows are, never taken as they stand.
        self.assertIn(result.code, (INVALID, NEEDS_ATTENTION), result)
        if result.code == NEEDS_ATTENTION:
            summary = result.object
            self.assertGreaterEqual(summary["rows"]["error"], 1)
            self.assert_identities(summary)
            self.assertEqual(summary["donations"]["received_yen"], 10000 * summary["donations"]["received"])
        self.assert_verified(self.ledger)

    def test_more_than_one_per_cent_unreadable(self):
        lines = csv_bytes(good_rows(100)).split(b"\r\n")
        for at in (5, 50):
            lines[at] = lines[at].replace("検査".encode("cp932"), b"\xfd\xfe", 1)
        error = self.assert_refused(self.write("file.csv", b"\r\n".join(lines)), "file.wrong_encoding")
        self.assertEqual(error["line"], 6)

    def test_a_file_that_may_not_be_read(self):
        path = self.write("file.csv", csv_bytes(good_rows(3)))
        os.chmod(path, 0)
        if os.access(path, os.R_OK):  # root reads everything: another user must be refused
            if not another_user_can_run(self):
                self.assertEqual(self.ledger.import_file(path, code=DONE)["orders"]["new"], 3)
                return
            for folder, _, names in os.walk(self.folder):
                os.chown(folder, 65534, 65534)
                for name in names:
                    os.chown(os.path.join(folder, name), 65534, 65534)
            os.chown(path, 0, 0)
            result = self.ledger.run("import", path, "--json", user=65534, group=65534, extra_groups=[])
            self.assertEqual(result.code, INVALID, result)
            self.assertEqual(result.object["error"]["code"], "file.unreadable")
        else:
            self.assert_refused(path, "file.unreadable")


def another_user_can_run(test):
    """Whether the program can be started as nobody (its folder may be closed to others)."""
    try:
        return subprocess.run(test.ledger.command("version"), user=65534, group=65534, extra_groups=[], capture_output=True).returncode == 0
    except (PermissionError, subprocess.SubprocessError):
        return False


class LongLine(BadInputTest):
    def largest_memory(self, path, *options):
        """Exit code, standard output and the greatest resident memory in kilobytes of an import."""
        out = self.path("out")
        # A build with AddressSanitizer keeps what was freed in quarantine: that is not the program's memory.
        without_quarantine = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        with open(out, "wb") as stream, mock.patch.dict(os.environ, ASAN_OPTIONS=without_quarantine):
            process = self.ledger.start("import", path, "--json", *options, stdout=stream, stderr=subprocess.PIPE)
            err = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        with open(out, "rb") as stream:
            return checked(Result(["import", path], process.returncode, stream.read(), err)), usage.ru_maxrss

    def write_long(self, name, start, filling):
        with open(self.path(name), "wb") as stream:
            stream.write(start)
            piece = filling * (1000000 // len(filling))
            for _ in range(LONG_LINE_BYTES // len(piece)):
                stream.write(piece)
        return self.path(name)

    def test_one_endless_line_is_refused_in_flat_memory(self):
        header = csv_bytes([])
        small = self.write("small.csv", csv_bytes(good_rows(3)))
        taken, usual = self.largest_memory(small, "--dry-run")
        self.assertEqual(taken.code, DONE, taken)
        for name, start, filling in (("plain", header, b"x"), ("only", b"", b"x"), ("cells", header, b"ab,"),
                                     ("quoted", header + b'"', b"x"), ("commas", header, b",")):
            with self.subTest(name):
                result, memory = self.largest_memory(self.write_long(name + ".csv", start, filling))
                os.remove(self.path(name + ".csv"))
                self.assertEqual(result.code, INVALID, result)
                error = result.object["error"]
                self.assertEqual(error["code"], "file.record_too_long", result)
                self.assertEqual(error["line"], 2 if start else 1)
                self.assertLess(memory, usual + MEMORY_ABOVE_A_SMALL_FILE)
                self.assert_nothing_stored(self.ledger)

    def test_a_quote_open_over_very_many_lines(self):
        result, memory = self.largest_memory(self.write_long("lines.csv", csv_bytes([]) + b'"C1","', b"abc\r\n"))
        self.assertEqual(result.code, INVALID, result)
        error = result.object["error"]
        self.assertEqual((error["code"], error["line"]), ("file.unclosed_quote", 2))
        self.assert_nothing_stored(self.ledger)


class BadRows(BadInputTest):
    """One bad row among good ones: it is told, parked and left out; the others go in."""

    def import_one(self, expected_code=None, weight="error", **changes):
        """Imports a row with these changes between two good ones; gives the summary."""
        rows = good_rows(2)
        bad = choice_row("C99999999", **changes)
        summary = self.import_rows([rows[0], bad, rows[1]], name="file_%d.csv" % random.randrange(1 << 30))
        self.assert_identities(summary)
        self.assertEqual(summary["rows"]["read"], 3)
        if expected_code is None:
            self.assertEqual(summary["issues"], [])
            self.assertEqual(summary["orders"]["error"] + summary["orders"]["held"], 0)
        else:
            self.assertEqual([(i["line"], i["row"], i["code"]) for i in summary["issues"]], [(3, 2, expected_code)])
            self.assertEqual(summary["rows"][weight], 1)
            self.assert_is_japanese(summary["issues"][0]["message"])
        return summary

    def found(self):
        return [item for item in self.ledger.donations() if item["portal_order_number"] == "C99999999"]

    def test_amounts_that_are_accepted(self):
        for number, (written, yen) in enumerate((("１２,０００円", 12000), ("12,000", 12000), ("12000円", 12000), (" 12000 ", 12000),
                                                 ("１２０００", 12000), ("1", 1), ("100000000", 100000000))):
            with self.subTest(written):
                self.ledger = self.new_ledger("data-%d" % number)
                summary = self.import_one(**{"寄附金額": written, "申込合計金額": ""})
                self.assertEqual(summary["donations"], {"received": 3, "received_yen": 20000 + yen})
                self.assertEqual([item["amount_yen"] for item in self.found()], [yen])

    def test_amounts_that_are_refused(self):
        for number, (written, code) in enumerate((
                ("10000.5", "amount.not_a_number"), ("-1", "amount.not_a_number"), ("1.2E+4", "amount.not_a_number"),
                ("１.２Ｅ＋４", "amount.not_a_number"), ("一万円", "amount.not_a_number"), ("0x10", "amount.not_a_number"),
                ("99999999999999999999999", "amount.not_a_number"), ("", "amount.missing"), ("0", "amount.out_of_range"),
                ("100000001", "amount.out_of_range"))):
            with self.subTest(written):
                self.ledger = self.new_ledger("data-%d" % number)
                rows = good_rows(2)
                bad = choice_row("C99999999", **{"寄附金額": written, "申込合計金額": ""})
                summary = self.import_rows([rows[0], bad, rows[1]], code=NEEDS_ATTENTION)
                self.assert_identities(summary)
                self.assertEqual((summary["rows"]["error"], summary["orders"]["error"], summary["orders"]["new"]), (1, 1, 2))
                self.assertEqual([(i["line"], i["row"], i["column"]) for i in summary["issues"]], [(3, 2, "寄附金額")])
                self.assertRegex(summary["issues"][0]["code"], r"^amount\.")
                if len(written) < 20:
                    self.assertEqual(summary["issues"][0]["code"], code)
                self.assertEqual(summary["donations"], {"received": 2, "received_yen": 20000})
                self.assertEqual(self.found(), [])

    def test_dates_that_are_accepted(self):
        for number, (written, day) in enumerate((("令和元年5月1日", "2019-05-01"), ("R1.5.1", "2019-05-01"), ("平成31年4月30日", "2019-04-30"),
                                                 ("2024/02/29", "2024-02-29"), ("2024-02-29 23:59:59", "2024-02-29"),
                                                 ("令和６年２月２９日", "2024-02-29"), ("20240229", "2024-02-29"))):
            with self.subTest(written):
                self.ledger = self.new_ledger("data-%d" % number)
                self.import_one(**{"申込日時": written, "入金日": ""})
                item = self.found()[0]
                # A card without a payment date was received on the day of application.
                self.assertEqual((item["applied_on"], item["received_on"]), (day, day))

    def test_dates_that_are_refused(self):
        for number, written in enumerate(("2026-02-30", "2026-13-01", "令和8年2月30日", "05/10", "2026-05", "2026-02-29", "昨日")):
            with self.subTest(written):
                self.ledger = self.new_ledger("data-%d" % number)
                self.import_one("applied_on.not_a_date", **{"申込日時": written})
                self.assertEqual(self.found(), [])

    def test_no_date(self):
        self.import_one("applied_on.missing", **{"申込日時": ""})

    def test_a_payment_date_that_is_none(self):
        self.import_one("paid_on.not_a_date", **{"入金日": "2026-02-30"})

    def test_a_date_in_the_future_is_held_and_taken_when_its_day_has_come(self):
        rows = good_rows(2)
        rows[1].update({"申込日時": "2026-12-01 00:00:00", "入金日": "2026-12-01"})
        path = self.write("file.csv", csv_bytes(rows))
        summary = self.ledger.import_file(path, code=NEEDS_ATTENTION, as_of="2026-11-30")
        self.assertEqual([(i["line"], i["code"], i["status"]) for i in summary["issues"]], [(3, "date.in_future", "held")])
        self.assertEqual((summary["rows"]["held"], summary["orders"]["held"], summary["orders"]["new"]), (1, 1, 1))
        self.assertEqual(summary["donations"], {"received": 1, "received_yen": 10000})
        later = self.ledger.import_file(path, code=DONE, as_of="2026-12-01")
        self.assertEqual((later["orders"]["new"], later["orders"]["unchanged"], later["orders"]["held"]), (1, 1, 0))
        self.assertEqual(self.ledger.revenue(2026)["received_yen"], 20000)
        self.assert_verified(self.ledger)

    def test_a_day_before_any_fiscal_year_of_the_ledger_stops_only_its_row(self):
        for number, (written, status) in enumerate((("1999-05-01", "キャンセル"), ("昭和60年5月1日", "入金待ち"), ("0001-01-01", "キャンセル"),
                                                    ("1899-12-31", "受付完了"))):
            with self.subTest(written):
                self.ledger = self.new_ledger("data-%d" % number)
                rows = good_rows(2)
                bad = choice_row("C99999999", **{"申込日時": written, "入金日": "", "申込状況": status})
                summary = self.import_rows([rows[0], bad, rows[1]], code=(DONE, NEEDS_ATTENTION))
                self.assert_identities(summary)
                self.assertEqual(summary["donations"], {"received": 2, "received_yen": 20000})
                self.assertLessEqual({issue["row"] for issue in summary["issues"]}, {2})
                # Whatever became of the row, the next import is not held up by it.
                self.assertEqual(self.import_rows(good_rows(1, start=50), name="next.csv", code=DONE)["orders"]["new"], 1)
                self.assert_verified(self.ledger)

    def test_paid_but_without_the_day_that_decides_is_held(self):
        summary = self.import_one("received_on.missing", "held", **{"支払方法": "銀行振込", "入金日": ""})
        self.assertEqual(summary["donations"]["received"], 2)

    def test_an_order_number_is_missing(self):
        for number, written in enumerate(("", "　 ")):
            with self.subTest(repr(written)):
                self.ledger = self.new_ledger("data-%d" % number)
                summary = self.import_one("order_number.missing", **{"申込番号": written})
                # Such a record belongs to no order.
                self.assertEqual((summary["orders"]["read"], summary["orders"]["error"]), (2, 0))

    def test_an_order_number_that_a_spreadsheet_damaged(self):
        for number, written in enumerate(("1.23E+10", "2.00E+10", "1e+11", "#####")):
            with self.subTest(written):
                self.ledger = self.new_ledger("data-%d" % number)
                summary = self.import_one("order_number.damaged", **{"申込番号": written})
                self.assertEqual(summary["donations"]["received"], 2)

    def test_quantities_that_are_refused(self):
        for number, (written, code) in enumerate((("0", "quantity.out_of_range"), ("1000", "quantity.out_of_range"), ("-1", "quantity.not_a_number"),
                                                  ("1.5", "quantity.not_a_number"), ("x", "quantity.not_a_number"), ("", "quantity.missing"))):
            with self.subTest(written):
                self.ledger = self.new_ledger("data-%d" % number)
                self.import_one(code, **{"数量": written})

    def test_a_status_that_nobody_knows_is_held(self):
        self.import_one("status.unknown", "held", **{"申込状況": "謎の状態"})

    def test_too_few_columns(self):
        lines = csv_bytes(good_rows(3)).split(b"\r\n")
        lines[2] = b'"C00000002","1"'
        summary = self.ledger.import_file(self.write("file.csv", b"\r\n".join(lines)), code=NEEDS_ATTENTION)
        self.assertEqual([(i["line"], i["row"], i["code"]) for i in summary["issues"]], [(3, 2, "row.column_count")])
        self.assertEqual((summary["orders"]["read"], summary["orders"]["error"], summary["rows"]["error"]), (2, 0, 1))

    def test_a_bad_byte_in_one_cell(self):
        lines = csv_bytes(good_rows(150)).split(b"\r\n")
        lines[7] = lines[7].replace("検査".encode("cp932"), b"\xfd\xfe", 1)
        summary = self.ledger.import_file(self.write("file.csv", b"\r\n".join(lines)), code=NEEDS_ATTENTION)
        self.assertEqual([(i["line"], i["row"], i["code"], i["column"]) for i in summary["issues"]], [(8, 7, "cell.undecodable", "氏名")])
        self.assertEqual((summary["orders"]["new"], summary["orders"]["error"], summary["rows"]["error"]), (149, 1, 1))

    def test_one_bad_row_of_an_order_stops_the_order(self):
        rows = good_rows(2)
        two = [choice_row("C99999999", 枝番="1"), choice_row("C99999999", 枝番="2", 寄附金額="abc")]
        summary = self.import_rows([rows[0], *two, rows[1]], code=NEEDS_ATTENTION)
        self.assertEqual([(i["line"], i["code"]) for i in summary["issues"]], [(3, "order.incomplete"), (4, "amount.not_a_number")])
        self.assertEqual((summary["rows"]["error"], summary["orders"]["error"], summary["orders"]["read"]), (2, 1, 3))
        self.assertEqual(self.found(), [])

    def test_the_same_line_twice_with_other_content_is_held(self):
        rows = good_rows(2)
        two = [choice_row("C99999999"), choice_row("C99999999", 寄附金額="20000")]
        summary = self.import_rows([rows[0], two[0], rows[1], two[1]], code=NEEDS_ATTENTION)
        self.assertEqual({i["code"] for i in summary["issues"]} - {"order.incomplete"}, {"order.contradictory"})
        self.assertEqual((summary["orders"]["held"], summary["orders"]["new"], summary["rows"]["held"]), (1, 2, 2))
        self.assertEqual(self.found(), [])

    def test_bad_rows_are_told_again_but_parked_once(self):
        path = self.write("file.csv", csv_bytes([*good_rows(2), choice_row("C99999999", 寄附金額="abc")]))
        first = self.ledger.import_file(path, code=NEEDS_ATTENTION)
        again = self.ledger.import_file(path, code=NEEDS_ATTENTION)
        self.assertEqual(first["issues"], again["issues"])
        for summary in (first, again):
            shown = self.ledger.json("import", "show", summary["job"])["issues"]
            self.assertEqual([(i["line"], i["code"]) for i in shown], [(4, "amount.not_a_number")])
        parked = sqlite3.connect(os.path.join(self.ledger.data, "furusato.db")).execute("SELECT COUNT(*) FROM parked_rows").fetchone()[0]
        self.assertEqual(parked, 1)

    def test_issues_are_never_cut_in_json(self):
        rows = [choice_row("C%08d" % number, 寄附金額="abc") for number in range(300)]
        summary = self.import_rows(rows, code=NEEDS_ATTENTION)
        self.assertEqual(len(summary["issues"]), 300)
        self.assertEqual([i["row"] for i in summary["issues"]], list(range(1, 301)))
        shown = self.ledger.run("import", "show", summary["job"], "--rows", "error", "--csv")
        self.assertEqual(len(shown.out.strip().split("\r\n")), 301)


class IndividualNumbers(BadInputTest):
    """個人番号 never enters the ledger, under whatever header."""

    def test_by_header(self):
        for number, name in enumerate(("個人番号", "マイナンバー", "寄附者の個人番号（12桁）", "ﾏｲﾅﾝﾊﾞｰ")):
            with self.subTest(name):
                self.ledger = self.new_ledger("data-%d" % number)
                rows = [dict(row, **{name: ""}) for row in good_rows(3)]
                content = csv_bytes(rows, header=[*CHOICE_HEADER, name])
                self.assert_refused(self.write("file.csv", content), "file.individual_number")

    def test_by_check_digits(self):
        source = random.Random(7)
        for number, form in enumerate((str, lambda n: n[:4] + "-" + n[4:8] + "-" + n[8:], lambda n: n.translate({48 + d: 0xFF10 + d for d in range(10)}))):
            with self.subTest(number):
                self.ledger = self.new_ledger("data-%d" % number)
                rows = good_rows(30)
                numbers = [individual_number("%011d" % source.randrange(10 ** 11)) for _ in rows]
                for row, written in zip(rows, numbers):
                    row["備考"] = form(written)
                path = self.write("file.csv", csv_bytes(rows))
                error = self.assert_refused(path, "file.individual_number")
                self.assertIn("備考", error["message"])
                result = self.ledger.run("import", path)
                self.assertFalse([n for n in numbers if n in result.out + result.err + self.ledger.log_text()])
                # Not a byte of it in the whole data folder.
                for folder, _, names in os.walk(self.ledger.data):
                    for name in names:
                        with open(os.path.join(folder, name), "rb") as stream:
                            content = stream.read()
                        self.assertFalse([n for n in numbers if form(n).encode() in content or n.encode() in content], name)

    def test_a_dry_run_refuses_them_too(self):
        rows = [dict(row, 個人番号="") for row in good_rows(3)]
        path = self.write("file.csv", csv_bytes(rows, header=[*CHOICE_HEADER, "個人番号"]))
        self.assert_refused(path, "file.individual_number", "--dry-run")

    def test_tracking_numbers_are_not_taken_for_them(self):
        source = random.Random(8)
        rows = good_rows(60)
        for row in rows:
            row["備考"] = "%012d" % source.randrange(10 ** 12)
        self.assertEqual(self.import_rows(rows, code=DONE)["orders"]["new"], 60)

    def test_a_question_about_the_card_is_not_the_number(self):
        rows = [dict(row, マイナンバーカードの有無="有") for row in good_rows(3)]
        content = csv_bytes(rows, header=[*CHOICE_HEADER, "マイナンバーカードの有無"])
        self.assertEqual(self.ledger.import_file(self.write("file.csv", content), code=DONE)["orders"]["new"], 3)


class SeveralFiles(BadInputTest):
    def test_each_file_stands_alone(self):
        good = self.write("good.csv", csv_bytes(good_rows(3)))
        bad = self.write("bad.csv", UNKNOWN_HEADER, "cp932")
        held = self.write("held.csv", csv_bytes([choice_row("C50", 寄附金額="abc"), choice_row("C51")]))
        missing = self.path("missing.csv")
        result = self.ledger.run("import", "--json", bad, good, held)
        self.assertEqual(result.code, INVALID, result)
        self.assertEqual([item["file"] for item in result.objects], ["bad.csv", "good.csv", "held.csv"])
        self.assertEqual([("error" in item) for item in result.objects], [True, False, False])
        self.assertEqual(result.objects[0]["error"]["code"], "file.unknown_portal")
        self.assertEqual(self.ledger.revenue(2026)["received_yen"], 40000)
        self.assertEqual(self.ledger.run("import", "--json", good, held).code, NEEDS_ATTENTION)
        self.assertEqual(self.ledger.run("import", "--json", good).code, DONE)
        self.assertEqual(self.ledger.run("import", "--json", held, bad).code, INVALID)
        # Refused is exit 2 whichever file is refused and whatever stands before or after it.
        self.assertEqual(self.ledger.run("import", "--json", good, bad).code, INVALID)
        self.assertIn(self.ledger.run("import", "--json", good, missing).code, (INVALID, NOT_FOUND))
        self.assert_verified(self.ledger)

    def test_the_same_file_twice_in_one_call(self):
        good = self.write("good.csv", csv_bytes(good_rows(3)))
        first, second = self.ledger.run("import", "--json", good, good).objects
        self.assertEqual((first["orders"]["new"], second["orders"]["new"], second["orders"]["unchanged"]), (3, 0, 3))
        self.assert_verified(self.ledger)

    def test_people_get_sentences_and_the_same_exit_code(self):
        bad = self.write("bad.csv", UNKNOWN_HEADER, "cp932")
        result = self.ledger.run("import", bad)
        self.assertEqual(result.code, INVALID, result)
        self.assertEqual(result.out, "")
        self.assert_is_japanese(result.err)
        english = self.ledger.run("--lang", "en", "import", bad)
        self.assertEqual(english.code, INVALID)
        self.assertNotRegex(english.err, "[ぁ-ん]")


class PersonalData(BadInputTest):
    """Names, mail addresses and telephone numbers stay out of the log and of standard error."""

    def test_of_refused_and_of_bad_rows(self):
        path, truth = generate(self.folder, "file", "choice", 200, 5, dirty=0.4)
        rows = read_rows(path)
        for at, row in enumerate(rows):  # every kind of trouble, on rows with real contents
            row.update(({"寄附金額": row["氏名"]}, {"申込日時": row["電話番号"]}, {"数量": row["メールアドレス"]}, {"申込番号": ""},
                        {"申込状況": row["氏名"]}, {"入金日": row["フリガナ"]})[at % 6])
        damaged = self.write("damaged.csv", csv_bytes(rows))
        texts = personal_texts(path)
        self.assertGreater(len(texts), 300)
        content = csv_bytes(rows)
        cut = self.write("cut.csv", content.rstrip(b"\r\n")[:-1])
        broken = self.write("broken.csv", content.replace(b"\x8d", b"\xfd"))
        no_header = self.write("no_header.csv", content.split(b"\r\n", 1)[1])
        for arguments in ((damaged,), (damaged, "--json"), (damaged, "--dry-run"), (cut,), (cut, "--json"), (broken,), (no_header,),
                          (no_header, "--json"), (path, "--encoding", "utf-8"), (path, "--portal", "ana")):
            with self.subTest(arguments[1:]):
                result = self.ledger.run("import", *arguments)
                self.assertNotEqual(result.code, DONE)
                self.assert_silent(result.err, texts)
        self.assert_silent(self.ledger.log_text(), texts)

    def assert_silent(self, text, personal):
        self.assertEqual(sorted(item for item in personal if item in text), [])

    def test_of_an_import_that_fails(self):
        path, truth = generate(self.folder, "file", "choice", 300, 6, dirty=0.2)
        with open(os.path.join(self.ledger.data, "furusato.db"), "r+b") as stream:  # a damaged ledger
            stream.seek(0, os.SEEK_END)
            size = stream.tell()
            for at in range(8192 * 3, size, 8192):
                stream.seek(at)
                stream.write(b"\xff" * 512)
        result = self.ledger.run("import", path, "--json")
        self.assertEqual(result.code, FAILED, result)
        self.assert_is_japanese(result.object["error"]["message"])
        self.assertIn(result.object["error"]["incident"], self.ledger.log_text())
        self.assert_silent(result.err + self.ledger.log_text(), personal_texts(path))


class BrokenLedger(BadInputTest):
    def test_no_ledger_yet(self):
        path = self.write("file.csv", csv_bytes(good_rows(3)))
        empty = Ledger(self.path("nothing"))
        for arguments in (("import", path), ("report", "revenue"), ("verify",), ("gift", "list"), ("receipt", "issue", "--out", self.path("x.pdf"))):
            with self.subTest(arguments[0]):
                result = empty.run(*arguments, "--json")
                self.assertEqual((result.code, result.object["error"]["code"]), (CONFLICT, "database.not_initialised"), result)
                self.assertIn("furusato init", result.err)
                self.assertFalse(os.path.exists(os.path.join(empty.data, "furusato.db")))
        result = empty.run("donation", "list")
        self.assertEqual(result.code, CONFLICT, result)
        self.assertIn("furusato init", result.err)

    def test_a_file_that_is_no_database(self):
        with open(os.path.join(self.ledger.data, "furusato.db"), "wb") as stream:
            stream.write(b"this is not a database" * 1000)
        result = self.ledger.run("import", self.write("file.csv", csv_bytes(good_rows(3))), "--json")
        self.assertEqual(result.code, FAILED, result)
        error = result.object["error"]
        self.assertEqual(error["code"], "database.unreadable")
        self.assert_is_japanese(error["message"])

    def test_another_key_than_the_ledgers(self):
        with open(os.path.join(self.ledger.data, "ledger.key"), "w") as stream:
            stream.write("0" * 64 + "\n")
        result = self.ledger.run("import", self.write("file.csv", csv_bytes(good_rows(3))), "--json")
        self.assertNotEqual(result.code, DONE, result)
        self.assertEqual(result.object["error"]["code"], "database.key_mismatch")

    def test_a_ledger_that_somebody_else_writes_to_waits_for_him(self):
        connection = sqlite3.connect(os.path.join(self.ledger.data, "furusato.db"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        path = self.write("file.csv", csv_bytes(good_rows(3)))
        process = self.ledger.start("import", path, "--json")
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(1)
        connection.execute("COMMIT")
        connection.close()
        out, err = process.communicate()
        result = checked(Result(["import"], process.returncode, out, err))
        self.assertEqual((result.code, result.object["orders"]["new"]), (DONE, 3), result)


class FullDisk(BadInputTest):
    """No space left at some point of the import: a clear message, nothing counted, and with more space the import is made whole.

    On a file system of a few megabytes where mounts are allowed, else with a limit on the size of files.
    """

    ROWS = 2500

    def setUp(self):
        LedgerTest.setUp(self)
        self.file, self.truth = generate(self.folder, "file", "choice", self.ROWS, 31, dirty=0.1)
        self.expected = (self.truth["valid_donations"], self.truth["valid_yen"])

    def assert_told(self, result, codes):
        self.assertEqual(result.code, FAILED, result)
        error = result.object["error"]
        self.assertIn(error["code"], codes, result)
        self.assert_is_japanese(error["message"])
        self.assertIn(error["message"], result.err)
        for text in personal_texts(self.file):
            self.assertNotIn(text, result.err)

    def assert_nothing_counted(self, ledger):
        self.assertEqual(ledger.received_in_all(2025, 2026), (0, 0))
        self.assertEqual(ledger.json("donation", "list", "--limit", 0)["total"], 0)
        verify = ledger.run("verify", "--json")
        self.assertIn(verify.code, (DONE, NEEDS_ATTENTION), verify)
        # A first load leaves indexes out; while the disk is full nobody can make them.
        found = {f["code"] for f in verify.object["findings"] if not f["subject"].startswith("index_missing")}
        self.assertLessEqual(found, {"verify.job_unfinished"}, verify)

    def assert_made_whole(self, ledger):
        summary = ledger.import_file(self.file)
        self.assertEqual(summary["donations"], {"received": self.expected[0], "received_yen": self.expected[1]})
        self.assertEqual(ledger.received_in_all(2025, 2026), self.expected)
        self.assert_verified(ledger)
        again = ledger.import_file(self.file)
        self.assertEqual((again["orders"]["new"], again["orders"]["updated"], again["orders"]["unchanged"]), (0, 0, self.truth["orders"]))
        self.assertEqual([name for name in ledger.archived() if not name.endswith(".gz")], [])

    def test_while_the_ledger_is_written(self):
        codes = self.fill_mounts() if PrivateMounts.usable() else self.fill_under_a_limit()
        self.assertGreaterEqual(len(codes), 3, "the disk was full too seldom to show anything")

    def test_before_the_ledger_is_written(self):
        """No space even for the archived file: nothing begins."""
        if not PrivateMounts.usable():
            limit = 100 * 1024  # smaller than the database is already; the archived file is the first to be written
            ledger = self.new_ledger("small", as_of="2026-05-20")
            result = ledger.run("import", self.file, "--json", restore_signals=False,
                                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        else:
            data = self.path("small")
            os.mkdir(data)
            PrivateMounts.mount("-t", "tmpfs", "-o", "size=%dk" % (self.kilobytes_of_an_empty_ledger() + 64), "tmpfs", data)
            self.addCleanup(PrivateMounts.unmount, data)
            ledger = Ledger.fresh(data, as_of="2026-05-20")
            result = ledger.run("import", self.file, "--json")
        self.assertEqual(result.code, FAILED, result)
        self.assert_is_japanese(result.object["error"]["message"])
        self.assert_nothing_counted(ledger)
        self.assertEqual(ledger.archived(), [])
        if PrivateMounts.usable():
            PrivateMounts.mount("-o", "remount,size=64m", ledger.data)
        self.assert_made_whole(ledger)

    def kilobytes_of_an_empty_ledger(self):
        empty = self.new_ledger("template", as_of="2026-05-20")
        return sum(os.path.getsize(os.path.join(empty.data, name)) for name in os.listdir(empty.data)) // 1024

    def fill_mounts(self):
        used = self.kilobytes_of_an_empty_ledger()
        sizes = range(used + 350, used + 6000, 250) if FULL else (used + 400, used + 900, used + 2000, used + 3500)
        told = []
        for size in sizes:
            with self.subTest(kilobytes=size):
                data = self.path("disk-%d" % size)
                os.mkdir(data)
                PrivateMounts.mount("-t", "tmpfs", "-o", "size=%dk" % size, "tmpfs", data)
                try:
                    ledger = Ledger.fresh(data, as_of="2026-05-20")
                    result = ledger.run("import", self.file, "--json")
                    if result.code not in (DONE, NEEDS_ATTENTION):
                        self.assert_told(result, ("database.full",))
                        told.append(result.object["error"]["code"])
                        self.assert_nothing_counted(ledger)
                    PrivateMounts.mount("-o", "remount,size=64m", data)
                    self.assert_made_whole(ledger)
                finally:
                    PrivateMounts.unmount(data)
        return told

    def fill_under_a_limit(self):
        """Without mounts: no file may grow beyond a size. Python ignores SIGXFSZ and hands that on, so that writes fail."""
        told = []
        for kilobytes in (900, 1200, 1800, 2400):
            with self.subTest(kilobytes=kilobytes):
                ledger = self.new_ledger("limit-%d" % kilobytes, as_of="2026-05-20")
                limit = kilobytes * 1024
                result = ledger.run("import", self.file, "--json", restore_signals=False,
                                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                if result.code not in (DONE, NEEDS_ATTENTION):
                    self.assert_told(result, ("database.full", "database.io"))
                    told.append(result.object["error"]["code"])
                    self.assert_nothing_counted(ledger)
                self.assert_made_whole(ledger)
        return told


class ReadOnlyLedger(BadInputTest):
    """A ledger that may be read and not written."""

    def setUp(self):
        super().setUp()
        self.ledger.import_file(self.write("first.csv", csv_bytes(good_rows(3))), code=DONE)
        self.more = self.write("more.csv", csv_bytes(good_rows(5, start=100)))

    def make_read_only(self):
        """Options for the program's start, as another user where root could write all the same; None when nothing helps here."""
        if PrivateMounts.usable():
            PrivateMounts.mount("--bind", self.ledger.data, self.ledger.data)
            PrivateMounts.mount("-o", "remount,bind,ro", self.ledger.data)
            return {}
        as_nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        if as_nobody and not another_user_can_run(self):
            return None
        self.addCleanup(self.make_writable)
        if as_nobody:
            for folder in (self.folder, os.path.dirname(self.more)):
                os.chmod(folder, 0o755)
            os.chmod(self.more, 0o644)
        for folder, _, names in os.walk(self.ledger.data, topdown=False):
            for path, mode in [(os.path.join(folder, name), stat.S_IRUSR) for name in names] + [(folder, stat.S_IRUSR | stat.S_IXUSR)]:
                os.chmod(path, mode)
                if as_nobody:
                    os.chown(path, 65534, 65534)
        return as_nobody

    def make_writable(self):
        if PrivateMounts.usable():
            PrivateMounts.unmount(self.ledger.data)
            return
        os.chmod(self.ledger.data, stat.S_IRWXU)
        for folder, _, names in os.walk(self.ledger.data):
            os.chmod(folder, stat.S_IRWXU)
            for name in names:
                os.chmod(os.path.join(folder, name), stat.S_IRUSR | stat.S_IWUSR)

    def test_an_import_says_so_and_changes_nothing(self):
        options = self.make_read_only()
        if options is None:
            print("neither mounts nor another user here: only the case of a protected file shows this", file=sys.stderr)
            return
        result = self.ledger.run("import", self.more, "--json", **options)
        self.assertEqual(result.code, FAILED, result)
        error = result.object["error"]
        self.assertRegex(error["code"], r"^database\.")
        self.assert_is_japanese(error["message"])
        self.assertIn(error["message"], result.err)
        self.make_writable()
        self.assertEqual(self.ledger.revenue(2026)["received_yen"], 30000)
        self.assertEqual(len(self.ledger.json("import", "list")["items"]), 1)
        self.assertEqual(self.ledger.import_file(self.more, code=DONE)["orders"]["new"], 5)
        self.assert_verified(self.ledger)

    def test_a_database_file_without_write_permission(self):
        database = os.path.join(self.ledger.data, "furusato.db")
        options = {}
        os.chmod(database, 0o444)
        if os.access(database, os.W_OK):  # root: as another user, who owns all but the database
            if not another_user_can_run(self):
                print("another user cannot run the program here: only the mounted case shows this", file=sys.stderr)
                return
            for folder, _, names in os.walk(self.folder):
                os.chmod(folder, 0o755)
                os.chown(folder, 65534, 65534)
                for name in names:
                    if name != "furusato.db":
                        os.chown(os.path.join(folder, name), 65534, 65534)
            options = {"user": 65534, "group": 65534, "extra_groups": []}
        result = self.ledger.run("import", self.more, "--json", **options)
        self.assertEqual(result.code, FAILED, result)
        self.assertEqual(result.object["error"]["code"], "database.read_only", result)
        os.chmod(database, 0o644)
        self.assertEqual(self.ledger.revenue(2026)["received_yen"], 30000)
        self.assertEqual(self.ledger.import_file(self.more, code=DONE)["orders"]["new"], 5)
        self.assert_verified(self.ledger)


class TwoAtOnce(BadInputTest):
    """Two imports at the same time end well, whichever is first."""

    def import_both(self, first, second):
        processes = [self.ledger.start("import", path, "--json", as_of="2026-05-20") for path in (first, second)]
        results = []
        for process in processes:
            out, err = process.communicate()
            results.append(checked(Result(["import"], process.returncode, out, err)))
        for result in results:
            self.assertIn(result.code, (DONE, NEEDS_ATTENTION), result)
            self.assert_identities(result.object)
        self.assertEqual([job["state"] for job in self.ledger.json("import", "list")["items"]], ["done"] * len(results))
        return [result.object for result in results]

    def test_the_same_file(self):
        path, truth = generate(self.folder, "file", "choice", 1500, 41, dirty=0.1, broken=15)
        for turn in range(3):
            with self.subTest(turn=turn):
                self.ledger = self.new_ledger("data-%d" % turn)
                one, other = self.import_both(path, path)
                self.assertEqual(one["orders"]["new"] + other["orders"]["new"], truth["orders"])
                self.assertEqual(one["orders"]["unchanged"] + other["orders"]["unchanged"], truth["orders"])
                for summary in (one, other):
                    self.assertEqual(summary["donations"], {"received": truth["valid_donations"], "received_yen": truth["valid_yen"]})
                    self.assertEqual(summary["rows"]["error"], truth["broken_rows"])
                self.assertEqual(self.ledger.received_in_all(2025, 2026), (truth["valid_donations"], truth["valid_yen"]))
                self.assertEqual(self.assert_verified(self.ledger)["donations"], truth["orders"])
                self.assertEqual(len(self.ledger.archived()), 1)

    def test_two_files_of_one_portal_that_share_orders(self):
        path, truth = generate(self.folder, "file", "choice", 1500, 42)
        rows = read_rows(path)
        early, late = self.write("early.csv", csv_bytes(rows[:1000])), self.write("late.csv", csv_bytes(rows[500:]))
        one, other = self.import_both(early, late)
        self.assertEqual(one["orders"]["new"] + other["orders"]["new"], 1500)
        self.assertEqual(one["orders"]["unchanged"] + other["orders"]["unchanged"], 500)
        self.assertEqual(self.ledger.received_in_all(2025, 2026), (truth["valid_donations"], truth["valid_yen"]))
        self.assertEqual(self.assert_verified(self.ledger)["donations"], 1500)

    def test_two_portals(self):
        first, truth = generate(self.folder, "first", "choice", 1500, 43, dirty=0.1)
        second, other = generate(self.folder, "second", "rakuten", 1500, 43, dirty=0.1)
        for summary, expected in zip(self.import_both(first, second), (truth, other)):
            self.assertEqual(summary["orders"]["new"], expected["orders"])
            self.assertEqual(summary["donations"]["received_yen"], expected["valid_yen"])
        self.assertEqual(self.ledger.received_in_all(2025, 2026), (truth["valid_donations"] + other["valid_donations"],
                                                                   truth["valid_yen"] + other["valid_yen"]))
        self.assertEqual(self.assert_verified(self.ledger)["donations"], truth["orders"] + other["orders"])
        numbers = [item["number"] for item in self.ledger.donations()]
        self.assertEqual(len(set(numbers)), len(numbers))

    def test_four_portals_while_reports_and_receipts_run(self):
        files = [generate(self.folder, portal, portal, 600, 44, dirty=0.1) for portal in ("choice", "ana", "satofull", "generic")]
        processes = [self.ledger.start("import", path, "--json") for path, _ in files]
        yen = []
        while any(process.poll() is None for process in processes):
            yen.append(self.ledger.received_in_all(2025, 2026)[1])
        for process in processes:
            out, err = process.communicate()
            self.assertIn(checked(Result(["import"], process.returncode, out, err)).code, (DONE, NEEDS_ATTENTION))
        # A report shows whole files or nothing of them.
        totals = [truth["valid_yen"] for _, truth in files]
        possible = {sum(t for at, t in enumerate(totals) if chosen >> at & 1) for chosen in range(16)}
        # The two years are two reports: an import may end between them, so only the last sum is exact.
        self.assertIn(self.ledger.received_in_all(2025, 2026)[1], possible)
        self.assertEqual(self.ledger.received_in_all(2025, 2026)[1], sum(totals))
        self.assertEqual(yen, sorted(yen))
        self.assert_verified(self.ledger)


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--full"])
