#!/usr/bin/env python3
"""kill -9 at random moments of an import: nothing is ever there in part, and the next import makes it whole.

    test_kill.py            a few kills of a middling file, as ctest runs it
    test_kill.py --full     20 kills each of a file of 20,000 rows
"""
import os
import sys
import time
import unittest

from kill_moments import KillMoments, print_seed
from ledger import CONFLICT, DONE, NEEDS_ATTENTION, LedgerTest
from portal_files import csv_bytes, generate, read_rows

FULL = "--full" in sys.argv
KILLS = 20 if FULL else 6
ROWS = 20000 if FULL else 3000
AS_OF = "2026-05-20"  # before the books of fiscal 2025 close
YEARS = (2025, 2026)


class KilledImport(LedgerTest):
    """What the tests below share: a killed import, and what must hold afterwards."""

    jobs_before = 0
    rows = ROWS
    seconds = None  # measured once a class, which has one file

    @classmethod
    def setUpClass(cls):
        print_seed()

    def prepared_ledger(self, name):
        """A ledger as it is before the import that will be killed."""
        return self.new_ledger(name, as_of=AS_OF)

    def moments(self, path, count=KILLS):
        """Moments within the time that an undisturbed import takes."""
        if self.seconds is None:
            ledger = self.prepared_ledger("measured")
            start = time.monotonic()
            ledger.import_file(path)
            type(self).seconds = time.monotonic() - start
        return KillMoments(self.seconds, count)

    def import_and_kill(self, ledger, path, moments, delay):
        """Gives whether an unfinished job was left behind."""
        done = moments.kill(ledger.start("import", path, "--json"), delay)
        if done is not None:
            self.assertIn(done.code, (DONE, NEEDS_ATTENTION), done)
        left = bool(self.unfinished_jobs(ledger))
        moments.hits += left
        return left

    def assert_enough_hits(self, moments):
        """Kills that all came too early or too late would show nothing."""
        self.assertGreaterEqual(moments.hits, moments.wanted, "kills that left an unfinished job")

    def leave_unfinished(self, path, name):
        """A ledger with an unfinished import of the file."""
        moments = self.moments(path, 1)
        for attempt, delay in enumerate(moments):
            ledger = self.prepared_ledger("%s-%d" % (name, attempt))
            if self.import_and_kill(ledger, path, moments, delay):
                return ledger
        self.fail("no kill met the import at work")

    def unfinished_jobs(self, ledger):
        return [job["job"] for job in ledger.json("import", "list")["items"] if job["state"] != "done"]

    def reports(self, ledger):
        return [ledger.revenue(year) for year in YEARS]

    def totals(self, ledger):
        reports = self.reports(ledger)
        return sum(r["donations"] for r in reports), sum(r["received_yen"] for r in reports)

    def assert_interrupted_or_done(self, ledger, before, after):
        """After a kill: reports show the ledger before the import or after it, verify names the unfinished job at most."""
        jobs = ledger.json("import", "list")["items"]
        unfinished = [job["job"] for job in jobs if job["state"] != "done"]
        self.assertLessEqual(len(unfinished), 1)
        is_done = len(jobs) - len(unfinished) > self.jobs_before
        self.assertEqual(self.totals(ledger), after if is_done else before)
        for report in self.reports(ledger):
            self.assertEqual(report["unfinished_imports"], len(unfinished))
            for dimension, lines in report["by"].items():
                self.assertEqual(sum(line["yen"] for line in lines), report["received_yen"], dimension)
        verify = ledger.run("verify", "--json")
        self.assertEqual(verify.code, NEEDS_ATTENTION if unfinished else DONE, verify)
        self.assertEqual([(f["code"], f["subject"]) for f in verify.object["findings"]],
                         [("verify.job_unfinished", str(job)) for job in unfinished], verify)


class FirstImport(KilledImport):
    """An import into an empty ledger, and how it must be in the end."""

    def setUp(self):
        super().setUp()
        self.file, self.truth = generate(self.folder, "file", "choice", self.rows, 11, dirty=0.1, broken=15)
        self.expected = (self.truth["valid_donations"], self.truth["valid_yen"])

    def with_other(self, other_truth):
        return self.expected[0] + other_truth["valid_donations"], self.expected[1] + other_truth["valid_yen"]

    def assert_whole(self, summary):
        self.assert_identities(summary)
        self.assertEqual(summary["donations"], {"received": self.truth["valid_donations"], "received_yen": self.truth["valid_yen"]})
        self.assertEqual(summary["orders"]["read"] - summary["orders"]["error"], self.truth["orders"])
        self.assertEqual(summary["orders"]["cancelled"], self.truth["cancelled_orders"])
        self.assertEqual(summary["orders"]["awaiting_payment"], self.truth["pending_orders"])
        self.assertEqual(summary["rows"]["error"], self.truth["broken_rows"])
        self.assertEqual(summary["rows"]["skipped"], self.truth["duplicate_rows"])
        self.assertEqual(summary["rows"]["held"], 0)
        self.assertEqual(summary["one_stop_requested"], self.truth["one_stop_requests"])

    def assert_import_makes_it_whole(self, ledger):
        """The import finishes what is there, and one more finds nothing to do."""
        first = ledger.import_file(self.file)
        self.assert_whole(first)
        self.assertEqual(self.totals(ledger), self.expected)
        self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"])
        again = ledger.import_file(self.file)
        self.assert_whole(again)
        self.assertEqual(again["orders"]["unchanged"], self.truth["orders"])
        self.assertEqual((again["orders"]["new"], again["orders"]["updated"]), (0, 0))
        self.assertEqual(again["issues"], first["issues"])
        self.assertEqual(self.totals(ledger), self.expected)
        self.assertEqual(len([name for name in ledger.archived() if name.endswith(".gz")]), 1)

    def kill_and_import_again(self):
        """At each moment a ledger of its own."""
        moments = self.moments(self.file)
        for number, delay in enumerate(moments):
            with self.subTest(kill=number, after_seconds=round(delay, 3)):
                ledger = self.prepared_ledger("killed-%d" % number)
                self.import_and_kill(ledger, self.file, moments, delay)
                self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
                # Lists show no donation of an import that is not whole.
                received = ledger.json("donation", "list", "--state", "received", "--limit", 0)["total"]
                self.assertEqual(received, self.totals(ledger)[0])
                self.assert_import_makes_it_whole(ledger)
        self.assert_enough_hits(moments)


class KilledFirstImport(FirstImport):
    """An import into an empty ledger is killed."""

    def test_the_same_file_again_makes_it_whole(self):
        self.kill_and_import_again()

    def test_killed_again_and_again_until_it_is_whole(self):
        moments = self.moments(self.file)
        ledger = self.prepared_ledger("killed")
        for delay in moments:
            self.import_and_kill(ledger, self.file, moments, delay)
            self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
            if self.totals(ledger) == self.expected:  # one came through: from the beginning
                ledger = self.prepared_ledger("killed-%s" % delay)
        self.assert_enough_hits(moments)
        self.assert_import_makes_it_whole(ledger)

    def test_another_file_of_the_portal_finishes_the_killed_one_first(self):
        other, other_truth = generate(self.folder, "other", "choice", 300, 12, year=2024, dirty=0.1)
        ledger = self.leave_unfinished(self.file, "killed")
        summary = ledger.import_file(other)
        self.assertEqual(summary["donations"]["received_yen"], other_truth["valid_yen"])
        self.assertEqual(ledger.received_in_all(2024, 2026), self.with_other(other_truth))
        self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"] + other_truth["orders"])
        self.assertEqual(self.unfinished_jobs(ledger), [])
        again = ledger.import_file(self.file)
        self.assert_whole(again)
        self.assertEqual(again["orders"]["unchanged"], self.truth["orders"])

    def test_a_file_of_another_portal_goes_in_after_a_kill(self):
        other, other_truth = generate(self.folder, "other", "ana", 300, 13, year=2024, dirty=0.1)
        ledger = self.leave_unfinished(self.file, "killed")
        self.assertEqual(ledger.import_file(other)["donations"]["received_yen"], other_truth["valid_yen"])
        self.assert_whole(ledger.import_file(self.file))
        self.assertEqual(ledger.received_in_all(2024, 2026), self.with_other(other_truth))
        self.assert_verified(ledger)

    def test_damaged_archived_bytes_are_never_taken_for_the_file(self):
        """The import is finished from the file itself; until then what is there of it does not count, and other files go in."""
        other, other_truth = generate(self.folder, "other", "ana", 100, 14, year=2024)

        def cut(content):
            return content[:len(content) // 2]

        def flip(content):
            middle = len(content) // 2
            return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1:]

        for damage in (cut, flip):
            with self.subTest(damage.__name__):
                ledger = self.leave_unfinished(self.file, damage.__name__)
                archived = os.path.join(ledger.data, "archive", ledger.archived()[0])
                with open(archived, "rb") as stream:
                    content = stream.read()
                with open(archived, "wb") as stream:
                    stream.write(damage(content))
                self.assertEqual(ledger.import_file(other)["donations"]["received_yen"], other_truth["valid_yen"])
                self.assertEqual(ledger.received_in_all(2024, 2026), (other_truth["valid_donations"], other_truth["valid_yen"]))
                self.assertEqual(self.unfinished_jobs(ledger), [1])
                self.assert_whole(ledger.import_file(self.file))
                self.assertEqual(ledger.received_in_all(2024, 2026), self.with_other(other_truth))
                self.assert_verified(ledger)

    def test_without_archived_bytes_the_clerk_is_told_which_import_to_finish(self):
        other, other_truth = generate(self.folder, "other", "choice", 100, 15, year=2024)
        ledger = self.leave_unfinished(self.file, "lost")
        os.remove(os.path.join(ledger.data, "archive", ledger.archived()[0]))
        refused = ledger.run("import", other, "--json")
        self.assertEqual(refused.code, CONFLICT, refused)
        self.assertRegex(refused.object["error"]["message"], "取込 1[^0-9]")
        self.assert_whole(ledger.import_file(self.file))
        self.assertEqual(ledger.import_file(other)["donations"]["received_yen"], other_truth["valid_yen"])
        self.assert_verified(ledger)


class Update(KilledImport):
    """An import that changes donations already there: payments arrive, purposes are mended, donations are cancelled."""

    jobs_before = 1

    def setUp(self):
        super().setUp()
        clean, _ = generate(self.folder, "clean", "choice", self.rows // 2, 21)
        first, second = [], []
        before, after = [0, 0], [0, 0]
        for number, row in enumerate(read_rows(clean)):
            yen = int(row["寄附金額"])
            earlier, later = dict(row), dict(row)
            is_unpaid_before = number % 3 == 0
            # Given back while the books of its year are open: the revenue goes down.
            is_refunded = number % 9 == 2 and row["入金日"].replace("/", "-") >= "2025-04-01"
            if is_unpaid_before:
                earlier.update({"申込状況": "入金待ち", "入金状況": "未入金", "入金日": ""})
            elif is_refunded:
                later.update({"申込状況": "キャンセル"})
            elif number % 3 == 1:
                later.update({"使い道番号": "6", "使い道": "徳山動物園リニューアル事業"})
            before[0] += not is_unpaid_before
            before[1] += 0 if is_unpaid_before else yen
            after[0] += not is_refunded
            after[1] += 0 if is_refunded else yen
            first.append(earlier)
            second.append(later)
        self.before, self.after = tuple(before), tuple(after)
        self.first = self.write("first.csv", csv_bytes(first))
        self.second = self.write("second.csv", csv_bytes(second))

    def prepared_ledger(self, name):
        ledger = super().prepared_ledger(name)
        ledger.import_file(self.first, code=DONE)
        return ledger


class KilledUpdate(Update):
    """An import of changes is killed."""

    def test_reports_stay_as_they_were_until_the_import_is_whole(self):
        moments = self.moments(self.second)
        for number, delay in enumerate(moments):
            with self.subTest(kill=number, after_seconds=round(delay, 3)):
                ledger = self.prepared_ledger("killed-%d" % number)
                untouched = [report["digest"] for report in self.reports(ledger)]
                self.assertEqual(self.totals(ledger), self.before)
                left = self.import_and_kill(ledger, self.second, moments, delay)
                self.assert_interrupted_or_done(ledger, self.before, self.after)
                if left:
                    self.assertEqual([report["digest"] for report in self.reports(ledger)], untouched)
                ledger.import_file(self.second)
                self.assertEqual(self.totals(ledger), self.after)
                self.assert_verified(ledger)
                again = ledger.import_file(self.second, code=DONE)
                self.assertEqual((again["orders"]["new"], again["orders"]["updated"]), (0, 0))
                self.assertEqual(self.totals(ledger), self.after)
        self.assert_enough_hits(moments)

    def test_receipts_are_offered_only_for_what_reports_count(self):
        ledger = self.leave_unfinished(self.second, "killed")
        ledger.json("setting", "set", "issuer_name", "検査　市長")
        issued = ledger.json("receipt", "issue", "--out", self.path("receipts.pdf"), code=(DONE, NEEDS_ATTENTION))
        # What the import has touched so far, paid or cancelled, waits for its end with a reason.
        issued["skipped_counts"].pop("import_unfinished", 0)
        others = len(issued["skipped"]) + sum(issued["skipped_counts"].values())
        self.assertLessEqual(issued["issued"] + others, self.totals(ledger)[0])
        self.assertGreater(issued["issued"], 0)
        held = ledger.import_file(self.second)["orders"]["held"]  # cancelled after their receipt: for a person to decide
        self.assertEqual(self.totals(ledger)[0] - held, self.after[0])


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--full"])
