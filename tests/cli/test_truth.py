#!/usr/bin/env python3
"""Every portal layout, clean and dirty, in both encodings: an import finds exactly what the generator wrote, once and again."""
import os
import sys
import unittest

from ledger import ROOT, LedgerTest

sys.path.insert(0, os.path.join(ROOT, "tests", "truth"))
from truth_comparison import DIRTY, ENCODINGS, differences, generate_layout, late_day  # noqa: E402

ROWS = 300


class TruthTest(LedgerTest):
    def check(self, portal, rms=None):
        for encoding in ENCODINGS:
            for dirty in DIRTY:
                with self.subTest(encoding=encoding, dirty=dirty):
                    path, truth = generate_layout(self.folder, portal, rms, encoding, dirty, ROWS, 1)
                    ledger = self.new_ledger("data-%s-%s" % (encoding, dirty), as_of=late_day(truth))
                    found = differences(ledger, path, truth)
                    self.assertEqual(found, [], "\n".join(found))

    def test_rakuten_with_158_columns(self):
        self.check("rakuten", 158)

    def test_rakuten_with_107_columns(self):
        self.check("rakuten", 107)

    def test_choice(self):
        self.check("choice")

    def test_satofull(self):
        self.check("satofull")

    def test_furunavi(self):
        self.check("furunavi")

    def test_ana(self):
        self.check("ana")

    def test_generic(self):
        self.check("generic")


if __name__ == "__main__":
    unittest.main()
