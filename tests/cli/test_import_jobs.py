#!/usr/bin/env python3
"""A day of imports as clerks live it: preview and result alike, taken back without a trace in the figures, what vanished and what is missing."""
import csv
import io
import os
import random
import signal
import sys
import unittest

from ledger import CONFLICT, DONE, INVALID, NEEDS_ATTENTION, NOT_FOUND, ROOT, LedgerTest, without_times
from portal_files import choice_row, csv_bytes, generate
from workbooks import Workbook

sys.path.insert(0, os.path.join(ROOT, "tests", "truth"))
from truth_comparison import LAYOUTS, generate_layout  # noqa: E402

STOPPED = 7
YEARS = (2024, 2025)


class DirtyFilesTest(LedgerTest):
    """50 files of all layouts, more or less dirty: a preview tells what the import does, and the undo leaves no figure behind."""

    FILES = 50
    ROWS = 60

    def digests(self, ledger):
        return [ledger.revenue(year, "fiscal")["digest"] for year in YEARS]

    def summary(self, result):
        self.assertIn(result.code, (DONE, NEEDS_ATTENTION), result)
        return result.object

    def check(self, ledger, seed, portal, rms):
        dirty = random.Random(seed).choice((0.1, 0.3, 0.6, 0.9))
        encoding = ("cp932", "utf-8-sig")[seed % 2]
        path, _ = generate_layout(self.folder, portal, rms, encoding, dirty, self.ROWS, seed)
        before = self.digests(ledger)
        dry = self.summary(ledger.run("import", path, "--dry-run", "--json"))
        self.assertEqual(self.digests(ledger), before)
        live = self.summary(ledger.run("import", path, "--json"))
        self.assert_identities(dry)
        self.assert_identities(live)
        self.assertEqual(without_times(dry, "job", "dry_run"), without_times(live, "job", "dry_run"), "issues and their order too")
        undone = ledger.json("import", "undo", live["job"], "--reason", "取り違え")
        self.assertEqual((undone["withdrawn"], undone["restored"], undone["kept"]),
                         (live["orders"]["new"], live["orders"]["updated"], 0))
        self.assertEqual(self.digests(ledger), before)
        return path, live

    def test_preview_import_and_undo_of_fifty_files(self):
        ledger = self.new_ledger(as_of="2026-06-30")
        for seed in range(self.FILES):
            portal, rms = LAYOUTS[seed % len(LAYOUTS)]
            with self.subTest(seed=seed, portal=portal):
                path, live = self.check(ledger, seed, portal, rms)
                again = ledger.import_file(path)
                self.assertEqual(again["orders"], live["orders"], "the same file comes in as new after the undo")
                if seed % 3 == 0:  # some stay, so that later files meet known donors and orders
                    continue
                ledger.json("import", "undo", again["job"])
        self.assert_verified(ledger)


# A portal's file on its way through the gateway that cleans contents.
def without_mark(content):
    return content.removeprefix(b"\xef\xbb\xbf")


def with_unix_line_ends(content):
    return content.replace(b"\r\n", b"\n")


def with_mark_and_unix_line_ends(content):
    return b"\xef\xbb\xbf" + with_unix_line_ends(without_mark(content))


def as_workbook(content):
    """Rebuilt from its values, in a sheet with texts alone."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return Workbook().add("Sheet1", rows).bytes()


class DayStoryTest(LedgerTest):
    """Six files with 1,180 rows, 212 of which came yesterday; the same six after the gateway."""

    # portal, rows that came yesterday and come again unchanged, new rows, encoding, what the gateway does
    FILES = (("choice", 62, 202, "cp932", with_unix_line_ends), ("rakuten", 30, 150, "utf-8-sig", without_mark),
             ("satofull", 30, 150, "utf-8-sig", as_workbook), ("furunavi", 30, 150, "cp932", with_unix_line_ends),
             ("ana", 30, 150, "utf-8-sig", as_workbook), ("generic", 30, 150, "utf-8-sig", with_mark_and_unix_line_ends))
    WAITING = {"申込状況": "入金待ち", "入金状況": "未入金", "入金日": "", "支払方法": "銀行振込"}
    PAID = {"支払方法": "銀行振込", "入金日": "2026-05-11"}
    CANCELLED = {"申込状況": "キャンセル"}

    def clean_rows(self, portal, rows, encoding):
        """Header and records, one order each."""
        none = {"%s_rate" % kind: 0 for kind in ("multi", "duplicate", "cancel", "pending")}
        path, _ = generate(self.folder, "clean-" + portal, portal, rows, 7, encoding=encoding, dirty=0, broken=0, **none)
        with open(path, encoding=encoding, newline="") as stream:
            records = list(csv.reader(stream))
        return records[0], records[1:]

    def file_of(self, name, header, records, encoding):
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([header, *records])
        return self.write(name, text.getvalue(), encoding)

    def changed_choice_rows(self):
        """Twelve orders that change, four that contradict what a clerk or the portal said: as they stood yesterday, and today."""
        yesterday, today = [], []
        for i in range(9):
            yesterday.append(choice_row("U%d" % i, **(self.WAITING if i < 5 else {})))
            today.append(choice_row("U%d" % i, **(self.PAID if i < 5 else {"番地": "岐山通二丁目3-%d" % i})))
        for i in range(3):
            yesterday.append(choice_row("X%d" % i))
            today.append(choice_row("X%d" % i, **self.CANCELLED))
        held = ({"寄附金額": "12000", "申込合計金額": "12000"}, {"お礼の品番号": "SN022"}, self.WAITING, {"番地": "ほかの町9-9"})
        for i, change in enumerate(held):
            yesterday.append(choice_row("H%d" % i))
            today.append(choice_row("H%d" % i, **change))
        return yesterday, today

    def write_days(self):
        """The paths of yesterday's and of today's six files."""
        days = [[], []]
        for portal, known, new, encoding, _ in self.FILES:
            header, records = self.clean_rows(portal, known + new, encoding)
            parts = [records[:known], list(records)]
            if portal == "choice":
                for part, rows in zip(parts, self.changed_choice_rows()):
                    part.extend([row.get(name, "") for name in header] for row in rows)
                for record in parts[1][known:known + 9]:
                    for name, value in self.WAITING.items():
                        record[header.index(name)] = value
            for day, part in enumerate(parts):
                days[day].append(self.file_of("%d-%s.csv" % (day, portal), header, part, encoding))
        return days

    def totals(self, ledger, paths):
        result = ledger.run("import", *paths, "--json")
        self.assertIn(result.code, (DONE, NEEDS_ATTENTION), result)
        totals = {}
        for summary in result.objects:
            self.assert_identities(summary)
            for key, count in summary["orders"].items():
                totals[key] = totals.get(key, 0) + count
        return totals, result.objects

    def test_the_day(self):
        ledger = self.new_ledger(as_of="2026-06-01")
        yesterday, today = self.write_days()
        totals, _ = self.totals(ledger, yesterday)
        self.assertEqual((totals["new"], totals["held"], totals["error"]), (228, 0, 0))
        ledger.json("donation", "edit", "H3", "--set", "street=平和通一丁目2-2", "--reason", "電話で確認")
        ledger.as_of = "2026-06-02"
        totals, summaries = self.totals(ledger, today)
        self.assertEqual(totals, {"read": 1180, "new": 952, "updated": 12, "unchanged": 212, "held": 4, "error": 0,
                                  "cancelled": 3, "awaiting_payment": 9})
        choice = summaries[0]
        self.assertEqual(sorted(issue["code"] for issue in choice["issues"]),
                         ["donation.amount_changed", "donation.clerk_corrected", "donation.gifts_changed", "state.backwards"])
        self.assertEqual(len(choice["updates"]), 12)
        moved = {change["field"]: (change["old"], change["new"]) for change in choice["updates"][0]["changes"]}
        self.assertEqual(moved["state"], ("awaiting_payment", "received"))
        digest = ledger.revenue(2026, "fiscal")["digest"]
        self.after_the_gateway(ledger, today)
        self.assertEqual(ledger.revenue(2026, "fiscal")["digest"], digest)
        self.assert_verified(ledger)

    def after_the_gateway(self, ledger, today):
        changed = []
        for number, (path, (*_, gateway)) in enumerate(zip(today, self.FILES)):
            ending = "xlsx" if gateway is as_workbook else "csv"
            with open(path, "rb") as stream:
                changed.append(self.write("sanitized_%03d.%s" % (number, ending), gateway(stream.read())))
        totals, _ = self.totals(ledger, changed)
        self.assertEqual((totals["read"], totals["new"], totals["updated"], totals["unchanged"], totals["held"]),
                         (1180, 0, 0, 1176, 4))


class JobsTest(LedgerTest):
    def setUp(self):
        super().setUp()
        self.ledger = self.new_ledger(as_of="2026-06-01")

    def import_rows(self, name, rows, *options, code=DONE):
        return self.ledger.import_file(self.write(name, csv_bytes(rows)), *options, code=code)

    def test_undo_tells_what_it_would_do_does_it_and_says_what_stays(self):
        job = self.import_rows("day.csv", [choice_row("C1"), choice_row("C2"), choice_row("C3")])["job"]
        self.ledger.json("donation", "edit", "C2", "--set", "remark=要注意", "--reason", "電話")
        preview = self.ledger.json("import", "undo", job, "--dry-run", code=NEEDS_ATTENTION)
        self.assertEqual((preview["withdrawn"], preview["kept"], preview["operation"]), (2, 1, None))
        self.assertEqual(self.ledger.json("donation", "list")["total"], 3)
        undone = self.ledger.json("import", "undo", job, code=NEEDS_ATTENTION)
        self.assertEqual((undone["withdrawn"], undone["withdrawn_yen"], undone["kept"]), (2, 20000, 1))
        self.assertEqual(undone["items"][0]["portal_order_number"], "C2")
        self.assertIn("備考", self.ledger.run("import", "undo", job).out)
        self.assertEqual([item["portal_order_number"] for item in self.ledger.donations()], ["C2"])
        self.assertEqual(len(self.ledger.donations("--state", "withdrawn")), 2)
        self.assertEqual(self.ledger.json("import", "list")["items"][0]["state"], "undone")
        self.assert_verified(self.ledger)

    def test_undo_of_what_is_no_job(self):
        self.assertEqual(self.ledger.run("import", "undo", 99).code, NOT_FOUND)

    def test_show_tells_old_and_new_values_and_what_vanished(self):
        self.import_rows("first.csv", [choice_row("C1"), choice_row("C2"), choice_row("C3")])
        summary = self.import_rows("second.csv", [choice_row("C1", 番地="岐山通2-2"), choice_row("C3")])
        self.assertEqual([each["portal_order_number"] for each in summary["vanished"]], ["C2"])
        shown = self.ledger.json("import", "show", summary["job"])
        self.assertEqual(shown["updates"], summary["updates"])
        change = shown["updates"][0]["changes"][0]
        self.assertEqual((change["field"], change["old"], change["new"]), ("street", "平和通一丁目1-1", "岐山通2-2"))
        self.assertEqual(shown["vanished"], [summary["vanished"][0]["number"]])
        self.assertIn(shown["vanished"][0], self.ledger.run("import", "show", summary["job"]).out)
        self.assertEqual(self.ledger.json("donation", "show", "C2")["state"], "received")

    def test_what_was_not_in_the_days_of_the_file_has_not_vanished(self):
        self.import_rows("first.csv", [choice_row("C1", 申込日時="2026-05-01 10:00:00", 入金日="2026-05-01"), choice_row("C2")])
        self.assertEqual(self.import_rows("second.csv", [choice_row("C2"), choice_row("C3")])["vanished"], [])

    def test_the_checklist_of_the_day_shows_a_forgotten_portal(self):
        header_only = csv_bytes([])
        self.ledger.import_file(self.write("choice.csv", csv_bytes([choice_row("C1")])), as_of="2026-05-31")
        path, _ = generate(self.folder, "satofull", "satofull", 5, 3, dirty=0, broken=0)
        self.ledger.import_file(path, as_of="2026-05-31")
        self.ledger.import_file(self.write("again.csv", header_only), "--portal", "choice")
        self.assertEqual(self.ledger.run("setting", "set", "expected_portals", "ana", "--from", "2026-04-01").code, DONE)
        items = {item["portal"]: item for item in self.ledger.json("import", "today")["items"]}
        self.assertEqual({portal: item["state"] for portal, item in items.items()},
                         {"choice": "empty", "satofull": "not_yet", "ana": "not_yet"})
        self.assertEqual(items["satofull"]["last_on"], "2026-05-31")
        self.assertIn("まだ", self.ledger.run("import", "today").out)
        later = self.ledger.json("import", "today", as_of="2026-07-15")["items"]
        self.assertEqual([item["portal"] for item in later], ["ana"], "nobody waits for a portal that was given up")

    def test_stopped_by_a_signal_it_says_how_to_go_on_or_back(self):
        path, _ = generate(self.folder, "large", "choice", 30000, 5, dirty=0.1)
        process = self.ledger.start("import", path, "--json")
        while process.poll() is None and not self.ledger.json("import", "list")["items"]:
            pass
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate()
        self.assertEqual(process.returncode, STOPPED, err.decode())
        self.assertIn("import undo", err.decode())
        self.assertEqual(self.ledger.json("donation", "list")["total"], 0)
        job = self.ledger.json("import", "list")["items"][0]["job"]
        undone = self.ledger.json("import", "undo", job)
        self.assertEqual((undone["kept"], self.ledger.json("donation", "list")["total"]), (0, 0))
        self.assert_verified(self.ledger)


class RowsTest(LedgerTest):
    def setUp(self):
        super().setUp()
        self.ledger = self.new_ledger(as_of="2026-06-01")

    def import_rows(self, rows, name="day.csv", code=NEEDS_ATTENTION):
        return self.ledger.import_file(self.write(name, csv_bytes(rows)), code=code)

    def open_rows(self, job):
        return [issue["code"] for issue in self.ledger.json("import", "show", job, "--rows", "open")["issues"]]

    def test_every_problem_row_says_what_to_do(self):
        job = self.import_rows([choice_row("C1", 寄附金額="一万円"), choice_row("C2", 申込日時="2026-06-20 10:00:00")])["job"]
        shown = self.ledger.json("import", "show", job)["issues"]
        self.assertEqual([(issue["status"], issue["column"], issue["value"], issue["row_state"]) for issue in shown][0],
                         ("error", "寄附金額", "一万円", "open"))
        for issue in shown:
            self.assertIn("import", issue["hint"])
            self.assertNotIn("{", issue["hint"] + issue["message"])

    def test_fix_corrects_a_cell_and_takes_the_whole_order(self):
        rows = [choice_row("C1", 寄附金額="一万円"), choice_row("C1", 枝番="2", 数量="二"), choice_row("C2")]
        job = self.import_rows(rows)["job"]
        first = self.ledger.json("import", "fix", job, 1, "--set", "寄附金額=10000", code=NEEDS_ATTENTION)
        self.assertEqual(first["orders"]["error"], 1)
        done = self.ledger.json("import", "fix", job, 2, "--set", "数量=2")
        self.assertEqual((done["orders"]["new"], len(done["added"])), (1, 1))
        self.assertEqual(self.open_rows(job), [])
        donation = self.ledger.json("donation", "show", "C1")
        self.assertEqual([gift["quantity"] for gift in donation["gifts"]], [1, 2])
        self.assertEqual((donation["origin"]["job"], donation["origin"]["row"]), (job, 1))
        self.assert_verified(self.ledger)
        undone = self.ledger.json("import", "undo", job)
        self.assertEqual((undone["withdrawn"], undone["kept"]), (2, 0))
        self.assert_verified(self.ledger)

    def test_a_wrong_column_or_row_is_refused(self):
        job = self.import_rows([choice_row("C1", 寄附金額="一万円")])["job"]
        self.assertEqual(self.ledger.run("import", "fix", job, 1, "--set", "ない列=1").code, 2)
        self.assertEqual(self.ledger.run("import", "fix", job, 7, "--set", "寄附金額=1").code, NOT_FOUND)
        self.assertEqual(self.ledger.run("import", "choose", job, 1, "--take", "file", "--reason", "x").code, CONFLICT)

    def test_retry_takes_what_has_become_possible(self):
        job = self.import_rows([choice_row("C1", 申込日時="2026-06-20 10:00:00", 入金日="2026-06-20")])["job"]
        self.assertEqual(self.ledger.json("import", "retry", job, code=NEEDS_ATTENTION)["operation"], None)
        done = self.ledger.json("import", "retry", job, as_of="2026-06-21")
        self.assertEqual(done["orders"]["new"], 1)
        self.assertEqual(self.open_rows(job), [])
        self.assertEqual(self.ledger.json("import", "retry", job, as_of="2026-06-21")["orders"]["read"], 0)
        self.assert_verified(self.ledger)

    def conflict(self):
        self.import_rows([choice_row("C1")], code=DONE)
        self.ledger.json("donation", "edit", "C1", "--set", "street=平和通一丁目2-2", "--reason", "電話で確認")
        summary = self.import_rows([choice_row("C1", 番地="ほかの町9-9")], "next.csv")
        self.assertEqual([(issue["code"], issue["column"], issue["value"]) for issue in summary["issues"]],
                         [("donation.clerk_corrected", "street", "平和通一丁目2-2 → ほかの町9-9")])
        return summary["job"]

    def test_choose_ours_is_remembered(self):
        job = self.conflict()
        self.ledger.json("import", "choose", job, 1, "--take", "ours", "--reason", "電話で確認済み")
        self.assertEqual(self.open_rows(job), [])
        again = self.import_rows([choice_row("C1", 番地="ほかの町9-9"), choice_row("C9")], "later.csv", code=DONE)
        self.assertEqual(again["orders"]["unchanged"], 1)
        self.assertEqual(self.ledger.donations("--search", "C1")[0]["donor"]["address"].count("2-2"), 1)
        self.assert_verified(self.ledger)

    def test_choose_the_file_takes_its_values(self):
        job = self.conflict()
        done = self.ledger.json("import", "choose", job, 1, "--take", "file", "--reason", "転居")
        self.assertEqual((done["orders"]["updated"], done["updates"][0]["changes"][0]["new"]), (1, "ほかの町9-9"))
        self.assert_verified(self.ledger)
        self.assertEqual(self.ledger.json("import", "undo", job)["restored"], 1)
        self.assertIn("2-2", self.ledger.donations("--search", "C1")[0]["donor"]["address"])
        self.assert_verified(self.ledger)

    def test_a_changed_amount_is_chosen_with_its_revenue(self):
        self.import_rows([choice_row("C1")], code=DONE)
        job = self.import_rows([choice_row("C1", 寄附金額="12000", 申込合計金額="12000")], "next.csv")["job"]
        self.ledger.json("import", "choose", job, 1, "--take", "file", "--reason", "ポータルに確認")
        self.assertEqual(self.ledger.revenue(2026)["received_yen"], 12000)
        self.assert_verified(self.ledger)

    def test_a_corrected_amount_needs_a_reason_and_is_marked(self):
        self.import_rows([choice_row("C1", **DayStoryTest.WAITING)], code=DONE)
        self.assertEqual(self.ledger.json("donation", "show", "C1")["portal_differences"], [])
        self.assertEqual(self.ledger.run("donation", "edit", "C1", "--set", "amount_yen=12000").code, INVALID)
        self.ledger.json("donation", "edit", "C1", "--set", "amount_yen=12000", "--reason", "申込書と照合")
        self.assertEqual(self.ledger.json("donation", "show", "C1")["portal_differences"],
                         [{"field": "amount_yen", "portal": "10000", "ours": "12000"}])
        self.assertIn("ポータル値と相違", self.ledger.run("donation", "show", "C1").out)

    def test_of_contradictory_records_a_clerk_chooses(self):
        job = self.import_rows([choice_row("C1"), choice_row("C1", 寄附金額="20000", 申込合計金額="20000")])["job"]
        self.assertIn("order.contradictory", self.open_rows(job))
        done = self.ledger.json("import", "choose", job, 2, "--take", "file", "--reason", "ポータルに確認")
        self.assertEqual(done["orders"]["new"], 1)
        donation = self.ledger.json("donation", "show", "C1")
        self.assertEqual((donation["amount_yen"], donation["origin"]["row"]), (20000, 2))
        self.assertEqual(self.open_rows(job), [])
        self.assert_verified(self.ledger)

    def test_dismissed_rows_are_told_so(self):
        job = self.import_rows([choice_row("C1", 寄附金額="一万円")])["job"]
        self.ledger.json("import", "dismiss", job, 1, "--reason", "試験の申込")
        self.assertEqual(self.ledger.json("import", "show", job)["issues"][0]["row_state"], "dismissed")
        self.assertEqual(self.open_rows(job), [])
        self.assert_verified(self.ledger)

    def test_an_old_row_does_not_overwrite_what_a_later_file_brought(self):
        self.import_rows([choice_row("C1", **DayStoryTest.WAITING)], code=DONE)
        job = self.import_rows([choice_row("C1", 番地="一つ目1-1", 申込日時="2026-06-20 10:00:00", **DayStoryTest.WAITING)],
                               "held.csv")["job"]
        self.import_rows([choice_row("C1", 番地="二つ目2-2", **DayStoryTest.WAITING)], "later.csv", code=DONE)
        done = self.ledger.json("import", "retry", job, as_of="2026-06-21", code=NEEDS_ATTENTION)
        self.assertEqual(done["issues"][0]["code"], "import_rows.newer_file")
        self.assertIn("2-2", self.ledger.donations("--search", "C1")[0]["donor"]["address"])

    def test_problem_rows_go_to_a_spreadsheet_and_back(self):
        for encoding in ("cp932", "utf-8-sig"):
            with self.subTest(encoding=encoding):
                ledger = self.new_ledger("data-" + encoding, as_of="2026-06-01")
                rows = [choice_row("C1", 寄附金額="一万円"), choice_row("C2"), choice_row("C3", 氏名="髙﨑　①", 数量="0")]
                path = self.write("day-%s.csv" % encoding, csv_bytes(rows, encoding))
                job = ledger.import_file(path, code=NEEDS_ATTENTION)["job"]
                result = ledger.run("import", "show", job, "--csv")
                records = list(csv.reader(io.StringIO(result.raw_out.decode(encoding), newline="")))
                header, problems = records[0], records[1:]
                self.assertEqual(len(problems), 2)
                self.assertEqual(header[-7:-5], ["取込の件番号", "取込結果"])
                self.assertEqual(problems[0][header.index("取込コード")], "amount.not_a_number")
                self.assertEqual(problems[1][header.index("氏名")], "髙﨑　①")
                problems[0][header.index("寄附金額")] = "10000"
                problems[1][header.index("数量")] = "1"
                text = io.StringIO()
                csv.writer(text, lineterminator="\r\n").writerows([header, *problems])
                back = ledger.import_file(self.write("back-%s.csv" % encoding, text.getvalue(), encoding), code=DONE)
                self.assertEqual((back["portal"], back["orders"]["new"]), ("choice", 2))
                self.assertEqual(ledger.json("donation", "list")["total"], 3)


if __name__ == "__main__":
    unittest.main()
