#!/usr/bin/env python3
"""kill -9 at random moments of an import: nothing is ever there in part, and the next import makes it whole.

    test_kill.py            a few kills of a middling file, as ctest runs it
    test_kill.py --full     20 kills each of a file of 20,000 rows
    FURUSATO_KILL_SEED=n    repeats a run; the seed is printed
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
ROWS = 20000 if FULL else 4000
AS_OF = "2026-05-20"  # before the books of fiscal 2025 close
YEARS = (2025, 2026)


class KilledImport(LedgerTest):
    """What the tests below share: a killed import, and what must hold afterwards."""

    @classmethod
    def setUpClass(cls):
        print_seed()

    def ledger_for(self, name):
        return self.new_ledger(name, as_of=AS_OF)

    def measure(self, path, prepare=None):
        """Seconds that an undisturbed import of the file takes, from the start of the program to its end."""
        ledger = self.ledger_for("measured")
        if prepare:
            ledger.import_file(prepare)
        start = time.monotonic()
        ledger.import_file(path)
        return time.monotonic() - start

    def import_and_kill(self, ledger, path, moments, delay):
        done = moments.kill(ledger.start("import", path, "--json"), delay)
        if done is not None:
            self.assertIn(done.code, (DONE, NEEDS_ATTENTION), done)

    def reports(self, ledger):
        return [ledger.revenue(year) for year in YEARS]

    def totals(self, ledger):
        reports = self.reports(ledger)
        return sum(r["donations"] for r in reports), sum(r["received_yen"] for r in reports)

    def assert_interrupted_or_done(self, ledger, before, after):
        """After a kill: reports show the ledger before the import or after it, verify names the unfinished job at most.

        Gives whether a job was left unfinished.
        """
        unfinished = [job["job"] for job in ledger.json("import", "list")["items"] if job["state"] != "done"]
        self.assertLessEqual(len(unfinished), 1)
        reports = self.reports(ledger)
        done_jobs = [job for job in ledger.json("import", "list")["items"] if job["state"] == "done"]
        expected = after if len(done_jobs) > self.done_before else before
        self.assertEqual((sum(r["donations"] for r in reports), sum(r["received_yen"] for r in reports)), expected)
        for report in reports:
            self.assertEqual(report["unfinished_imports"], len(unfinished))
            for dimension, lines in report["by"].items():
                self.assertEqual(sum(line["yen"] for line in lines), report["received_yen"], dimension)
        verify = ledger.run("verify", "--json")
        self.assertEqual(verify.code, NEEDS_ATTENTION if unfinished else DONE, verify)
        self.assertEqual([(f["code"], f["subject"]) for f in verify.object["findings"]],
                         [("verify.job_unfinished", str(job)) for job in unfinished], verify)
        return bool(unfinished)

    done_before = 0


class KilledFirstImport(KilledImport):
    """An import into an empty ledger."""

    def setUp(self):
        super().setUp()
        self.file, self.truth = generate(self.folder, "file", "choice", ROWS, 11, dirty=0.1, broken=15)
        self.expected = (self.truth["valid_donations"], self.truth["valid_yen"])

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

    def assert_second_import_changes_nothing(self, ledger):
        again = ledger.import_file(self.file)
        self.assert_whole(again)
        self.assertEqual(again["orders"]["unchanged"], self.truth["orders"])
        self.assertEqual((again["orders"]["new"], again["orders"]["updated"]), (0, 0))
        self.assertEqual(self.totals(ledger), self.expected)

    def test_the_same_file_again_makes_it_whole(self):
        seconds = self.measure(self.file)
        left_unfinished = 0
        for number, share in enumerate(kill_moments(KILLS, self.random)):
            with self.subTest(kill=number, after_seconds=round(share * seconds, 3)):
                ledger = self.ledger_for("killed-%d" % number)
                self.import_and_kill(ledger, self.file, share * seconds)
                left_unfinished += self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
                # Lists show no donation of an import that is not whole.
                received = ledger.json("donation", "list", "--state", "received", "--limit", 0)["total"]
                self.assertEqual(received, self.totals(ledger)[0])
                self.assert_whole(ledger.import_file(self.file))
                self.assertEqual(self.totals(ledger), self.expected)
                self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"])
                self.assert_second_import_changes_nothing(ledger)
                self.assertEqual(len([name for name in ledger.archived() if name.endswith(".gz")]), 1)
        # Kills that all came too early or too late would show nothing.
        self.assertGreaterEqual(left_unfinished, KILLS // 3, "kills that left an unfinished job")

    def test_killed_again_and_again_until_it_is_whole(self):
        seconds = self.measure(self.file)
        ledger = self.ledger_for("killed")
        left_unfinished = 0
        for share in kill_moments(KILLS, self.random):
            self.import_and_kill(ledger, self.file, share * seconds)
            left_unfinished += self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
        self.assertGreaterEqual(left_unfinished, KILLS // 3, "kills that left an unfinished job")
        self.assert_whole(ledger.import_file(self.file))
        self.assertEqual(self.totals(ledger), self.expected)
        self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"])
        self.assert_second_import_changes_nothing(ledger)

    def test_another_file_of_the_portal_finishes_the_killed_one_first(self):
        other, other_truth = generate(self.folder, "other", "choice", 300, 12, year=2024, dirty=0.1)
        seconds = self.measure(self.file)
        left_unfinished = 0
        for share in (0.5, 0.75):
            ledger = self.ledger_for("killed-%s" % share)
            self.import_and_kill(ledger, self.file, share * seconds)
            left_unfinished += self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
            summary = ledger.import_file(other)
            self.assertEqual(summary["donations"]["received_yen"], other_truth["valid_yen"])
            self.assertEqual(ledger.received_in_all(2024, 2026), (self.truth["valid_donations"] + other_truth["valid_donations"],
                                                                  self.truth["valid_yen"] + other_truth["valid_yen"]))
            self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"] + other_truth["orders"])
            self.assertEqual([job["state"] for job in ledger.json("import", "list")["items"]], ["done", "done"])
            again = ledger.import_file(self.file)
            self.assert_whole(again)
            self.assertEqual(again["orders"]["unchanged"], self.truth["orders"])
        self.assertGreater(left_unfinished, 0)

    def test_a_file_of_another_portal_goes_in_after_a_kill(self):
        other, other_truth = generate(self.folder, "other", "ana", 300, 13, year=2024, dirty=0.1)
        seconds = self.measure(self.file)
        ledger = self.ledger_for("killed")
        self.import_and_kill(ledger, self.file, 0.6 * seconds)
        self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
        self.assertEqual(ledger.import_file(other)["donations"]["received_yen"], other_truth["valid_yen"])
        self.assert_whole(ledger.import_file(self.file))
        self.assertEqual(ledger.received_in_all(2024, 2026), (self.truth["valid_donations"] + other_truth["valid_donations"],
                                                              self.truth["valid_yen"] + other_truth["valid_yen"]))
        self.assert_verified(ledger)


    def leave_unfinished(self, name):
        """A ledger with one unfinished import of the file, and the path of its archived bytes."""
        seconds = self.measure(self.file)
        for share in (0.6, 0.5, 0.7, 0.4, 0.8):
            ledger = self.ledger_for("%s-%s" % (name, share))
            self.import_and_kill(ledger, self.file, share * seconds)
            if [job["state"] for job in ledger.json("import", "list")["items"]] == ["applying"]:
                return ledger, os.path.join(ledger.data, "archive", ledger.archived()[0])
        self.fail("no kill met the import at work")

    def test_damaged_archived_bytes_are_never_taken_for_the_file(self):
        """The import is finished from the file itself; until then what is there of it does not count, and other files go in."""
        other, other_truth = generate(self.folder, "other", "ana", 100, 14, year=2024)

        def cut(content):
            return content[:len(content) // 2]

        def flip(content):
            return content[:len(content) // 2] + bytes([content[len(content) // 2] ^ 0xFF]) + content[len(content) // 2 + 1:]

        for damage in (cut, flip):
            with self.subTest(damage.__name__):
                ledger, archived = self.leave_unfinished(damage.__name__)
                with open(archived, "rb") as stream:
                    content = stream.read()
                with open(archived, "wb") as stream:
                    stream.write(damage(content))
                self.assertEqual(ledger.import_file(other)["donations"]["received_yen"], other_truth["valid_yen"])
                self.assertEqual(ledger.received_in_all(2024, 2026), (other_truth["valid_donations"], other_truth["valid_yen"]))
                self.assertEqual(sorted(job["state"] for job in ledger.json("import", "list")["items"]), ["applying", "done"])
                self.assert_whole(ledger.import_file(self.file))
                self.assertEqual(ledger.received_in_all(2024, 2026), (self.truth["valid_donations"] + other_truth["valid_donations"],
                                                                      self.truth["valid_yen"] + other_truth["valid_yen"]))
                self.assert_verified(ledger)

    def test_without_archived_bytes_the_clerk_is_told_which_import_to_finish(self):
        other, other_truth = generate(self.folder, "other", "choice", 100, 15, year=2024)
        ledger, archived = self.leave_unfinished("lost")
        os.remove(archived)
        refused = ledger.run("import", other, "--json")
        self.assertEqual(refused.code, CONFLICT, refused)
        self.assertRegex(refused.object["error"]["message"], "取込 1[^0-9]")
        self.assert_whole(ledger.import_file(self.file))
        self.assertEqual(ledger.import_file(other)["donations"]["received_yen"], other_truth["valid_yen"])
        self.assert_verified(ledger)


class KilledUpdate(KilledImport):
    """An import that changes donations already there: payments arrive, purposes are mended, donations are cancelled."""

    done_before = 1

    def setUp(self):
        super().setUp()
        clean, self.truth = generate(self.folder, "clean", "choice", ROWS // 2, 21)
        rows = read_rows(clean)
        first, second = [], []
        self.before, self.after = [0, 0], [0, 0]
        for number, row in enumerate(rows):
            yen = int(row["寄附金額"])
            earlier, later = dict(row), dict(row)
            if number % 3 == 0:      # paid between the files
                earlier.update({"申込状況": "入金待ち", "入金状況": "未入金", "入金日": ""})
            elif number % 3 == 1:    # the donor chose another purpose
                later.update({"使い道番号": "6", "使い道": "徳山動物園リニューアル事業"})
            # Given back while the books of its year are open: the revenue goes down.
            is_refunded = number % 9 == 2 and row["入金日"].replace("/", "-") >= "2025-04-01"
            if is_refunded:
                later.update({"申込状況": "キャンセル"})
            self.before[0] += number % 3 != 0
            self.before[1] += yen * (number % 3 != 0)
            self.after[0] += not is_refunded
            self.after[1] += yen * (not is_refunded)
            first.append(earlier)
            second.append(later)
        self.first = self.write("first.csv", csv_bytes(first))
        self.second = self.write("second.csv", csv_bytes(second))
        self.updated = sum(one != other for one, other in zip(first, second))

    def test_reports_stay_as_they_were_until_the_import_is_whole(self):
        seconds = self.measure(self.second, prepare=self.first)
        before, after = tuple(self.before), tuple(self.after)
        left_unfinished = 0
        for number, share in enumerate(kill_moments(KILLS, self.random)):
            with self.subTest(kill=number, after_seconds=round(share * seconds, 3)):
                ledger = self.ledger_for("killed-%d" % number)
                self.assertEqual(ledger.import_file(self.first, code=DONE)["orders"]["new"], len(read_rows(self.first)))
                untouched = self.reports(ledger)
                self.assertEqual(self.totals(ledger), before)
                self.import_and_kill(ledger, self.second, share * seconds)
                unfinished = [job["state"] for job in ledger.json("import", "list")["items"]].count("done") == 1
                left_unfinished += unfinished
                self.assert_interrupted_or_done(ledger, before, after)
                if unfinished:
                    self.assertEqual([r["digest"] for r in self.reports(ledger)], [r["digest"] for r in untouched])
                ledger.import_file(self.second)
                self.assertEqual(self.totals(ledger), after)
                self.assert_verified(ledger)
                again = ledger.import_file(self.second, code=DONE)
                self.assertEqual((again["orders"]["new"], again["orders"]["updated"]), (0, 0))
                self.assertEqual(self.totals(ledger), after)
        self.assertGreaterEqual(left_unfinished, KILLS // 3, "kills that left an unfinished job")

    def test_receipts_are_offered_only_for_what_reports_count(self):
        seconds = self.measure(self.second, prepare=self.first)
        for share in (0.6, 0.5, 0.7, 0.4, 0.8):
            ledger = self.ledger_for("killed-%s" % share)
            ledger.import_file(self.first)
            self.import_and_kill(ledger, self.second, share * seconds)
            if "applying" in [job["state"] for job in ledger.json("import", "list")["items"]]:
                break
        else:
            self.fail("no kill met the import at work")
        ledger.json("setting", "set", "issuer_name", "検査　市長")
        # Issuing may finish the import first or leave it alone; it never takes a part of it.
        issued = ledger.json("receipt", "issue", "--out", self.path("receipts.pdf"), code=(DONE, NEEDS_ATTENTION))
        self.assertEqual(issued["issued"] + len(issued["skipped"]) + sum(issued["skipped_counts"].values()), self.totals(ledger)[0])


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--full"])
