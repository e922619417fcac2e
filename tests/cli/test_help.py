#!/usr/bin/env python3
"""Help and slips of the pen on the command line: every text in Japanese, and what was probably meant."""
import json
import re
import subprocess
import unicodedata
import unittest

from ledger import BINARY, DONE, INVALID, Result, checked, environment


def run(*words):
    """The program without a ledger: it reads its command line first."""
    ended = subprocess.run([BINARY, *words], capture_output=True, env=environment())
    return checked(Result(list(words), ended.returncode, ended.stdout, ended.stderr))


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def entries_of(text):
    """What a help page lists, {heading: [(name, description)]}; a description goes on in lines that begin with blanks only."""
    found, heading = {}, None
    for line in text.splitlines():
        if line.endswith(":") and not line.startswith(" "):
            heading = line[:-1]
        elif re.match(r"  \S", line):
            name, _, description = line[2:].partition("  ")
            found.setdefault(heading, []).append([name, description.strip()])
        elif line.startswith("   ") and heading:
            found[heading][-1][1] += line.strip()
    return found


def pages(*command):
    """The help of a command and of all below it."""
    result = run(*command, "--help")
    assert result.code == DONE, result
    yield command, result.out
    for name, _ in entries_of(result.out).get("コマンド", []):
        yield from pages(*command, name)


class Help(unittest.TestCase):
    def test_every_text_of_every_command_is_japanese_and_fits_a_terminal(self):
        seen = 0
        for command, text in pages():
            for entry in (entry for group in entries_of(text).values() for entry in group):
                self.assertRegex(entry[1], "[ぁ-んァ-ヶ一-龠]", f"{command}: {entry[0]}")
                self.assertNotRegex(entry[1], r"[a-z]+ [a-z]+ [a-z]+", f"{command}: {entry[0]}")
                seen += 1
            self.assertRegex(text.splitlines()[0], "[ぁ-んァ-ヶ一-龠]", command)
            self.assertLessEqual(max(map(width, text.splitlines())), 80, command)
        self.assertGreater(seen, 300)

    def test_english_stays_english(self):
        for command in ((), ("donation", "list"), ("receipt", "issue")):
            text = run("--lang", "en", *command, "--help").out
            self.assertIn("Usage: furusato", text)
            self.assertIn("Print this help message and exit", text)
            self.assertLessEqual(max(map(width, text.splitlines())), 80, command)


class Slips(unittest.TestCase):
    def assert_told(self, code, words, *line):
        result = run("--json", *line)
        self.assertEqual(result.code, INVALID, result)
        self.assertEqual(json.loads(result.out)["error"]["code"], code, result)
        for word in words:
            self.assertIn(word, json.loads(result.out)["error"]["message"])
        self.assertIn(json.loads(result.out)["error"]["message"], result.err)
        self.assertRegex(result.err.splitlines()[-1], "使い方は furusato.*--help")

    def test_what_was_meant_is_told(self):
        self.assert_told("usage.misspelt", ["「donatoin」", "「donation」"], "donatoin", "list")
        self.assert_told("usage.misspelt", ["「lsit」", "「list」"], "donation", "lsit")
        self.assert_told("usage.misspelt", ["「--portl」", "「--portal」"], "donation", "list", "--portl", "choice")
        self.assert_told("usage.unexpected", ["「--zzzzzzzz」"], "donation", "list", "--zzzzzzzz")

    def test_what_is_missing_or_unreadable_is_told(self):
        self.assert_told("usage.command_missing", ["list", "evidence"], "donation")
        self.assert_told("usage.option_missing", ["--out"], "receipt", "issue")
        self.assert_told("usage.value_missing", ["--portal"], "donation", "list", "--portal")
        self.assert_told("usage.value_invalid", ["--limit"], "donation", "list", "--limit", "many")
        self.assert_told("usage.value_not_one_of", ["--calendar", "fiscal", "tax"], "report", "revenue", "--calendar", "moon")

    def test_english_for_those_who_ask(self):
        result = run("--lang", "en", "donation", "lsit")
        self.assertIn("Did you mean “list”?", result.err)


if __name__ == "__main__":
    unittest.main()
