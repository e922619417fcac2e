#!/usr/bin/env python3
"""Donors who may be one person: the list of pairs, merging and telling apart, as clerks see it."""
import unittest

from ledger import CONFLICT, DONE, INVALID, NEEDS_ATTENTION, NOT_FOUND
from portal_files import choice_row
from test_commands import CommandTest

SECRET = "秘密町12番地"


class Matching(CommandTest):
    def setUp(self):
        super().setUp()
        self.summary = self.import_rows("three.csv", [
            choice_row("P1", 氏名="見本　太郎", フリガナ="ミホン　タロウ", 番地=SECRET, 電話番号="", メールアドレス="taro@example.jp"),
            choice_row("P2", 氏名="〓本　太郎", フリガナ="", 番地=SECRET, 電話番号="", メールアドレス="taro@example.jp"),
            choice_row("P3", 氏名="見本　花子", フリガナ="ミホン　ハナコ", 番地="別町1", 電話番号="", メールアドレス="hanako@example.jp")])
        self.one, self.other, self.third = (self.by_order(order)["donor"]["id"] for order in ("P1", "P2", "P3"))

    def pairs(self, *options):
        return self.ledger.json("donor", "candidates", "list", *options)

    def test_a_pair_is_shown_with_reasons_and_decided(self):
        listed = self.pairs()
        self.assertEqual((listed["total"], listed["next"]), (1, None))
        pair = listed["items"][0]
        self.assertEqual((pair["donor"]["id"], pair["other"]["id"], pair["state"]), (self.one, self.other, "open"))
        self.assertEqual((pair["reasons"]["name"], pair["reasons"]["mail"], pair["reasons"]["address"]), ("unknown", "agrees", "agrees"))
        told = self.ledger.run("donor", "candidates", "show", pair["id"]).out
        for word in ("見本　太郎", "〓本　太郎", "一致", "比べられない"):
            self.assertIn(word, told)
        self.assertIn("メール・住所が一致", self.ledger.run("donor", "candidates", "list").out)
        self.ledger.json("donor", "candidates", "separate", pair["id"], "--reason", "電話で確認")
        self.assertEqual(self.pairs()["total"], 0)
        self.assertEqual(self.pairs("--state", "別の人")["total"], 1)
        self.assert_refused(CONFLICT, "pair.changed_meanwhile", "donor", "candidates", "separate", pair["id"], "--reason", "x")
        self.ledger.json("donor", "candidates", "reopen", pair["id"], "--reason", "見直し")
        merged = self.ledger.json("donor", "candidates", "merge", pair["id"], "--reason", "本人")
        self.assertEqual((merged["donor"], merged["merged"], len(merged["donations"])), (self.one, self.other, 1))
        self.assert_refused(NOT_FOUND, "pair.unknown", "donor", "candidates", "show", "999")
        self.assert_verified(self.ledger)

    def test_a_donation_tells_why_it_is_its_donors(self):
        self.assertIsNone(self.ledger.json("donation", "show", "P1")["donor_match"])
        self.import_rows("four.csv", [choice_row("P4", 氏名="見本　太郎", フリガナ="ミホン　タロウ", 番地=SECRET, 電話番号="",
                                                 メールアドレス="taro@example.jp")])
        match = self.ledger.json("donation", "show", "P4")["donor_match"]
        self.assertEqual((match["score"], match["reasons"]["mail"], match["reasons"]["phone"]), (13, "agrees", "unknown"))
        self.assertIn("自動（13点：", self.ledger.run("donation", "show", "P4").out)

    def test_a_merge_leads_the_number_and_is_undone(self):
        done = self.ledger.run("donor", "merge", self.one, self.third, "--reason", "改姓")
        self.assertEqual(done.code, DONE, done)
        self.assertIn("統合しました", done.out)
        shown = self.ledger.json("donor", "show", self.third)
        self.assertEqual((shown["id"], shown["merged"], len(shown["donation_list"])), (self.one, [self.third], 2))
        self.assertIn("統合した番号", self.ledger.run("donor", "show", self.third).out)
        self.assertIn("統合", self.ledger.run("donor", "edit", self.third, "--set", "備考=x", "--reason", "x").err)
        self.assertIn("寄附者", self.ledger.run("donor", "history", self.third).out)
        self.assertEqual(self.ledger.json("donor", "list", "--search", "hanako@example.jp")["items"][0]["id"], self.one)
        self.ledger.json("donor", "unmerge", self.third, "--reason", "別人")
        self.assertEqual(self.by_order("P3")["donor"]["id"], self.third)
        self.assert_refused(CONFLICT, "unmerge.not_merged", "donor", "unmerge", self.third, "--reason", "x")
        self.assert_refused(INVALID, "merge.same_donor", "donor", "merge", self.one, self.one, "--reason", "x")
        self.assert_verified(self.ledger)

    def test_a_donation_is_told_apart_and_given_back(self):
        self.ledger.json("donor", "merge", self.one, self.third, "--reason", "改姓")
        apart = self.ledger.json("donor", "separate", "P3", "--reason", "別人")
        self.assertTrue(apart["is_new"])
        self.assertEqual(self.by_order("P3")["donor"]["id"], apart["donor"])
        back = self.ledger.json("donor", "separate", "P3", "--to", self.one, "--reason", "本人")
        self.assertEqual((back["donor"], back["is_new"]), (self.one, False))
        self.assert_verified(self.ledger)

    def test_a_guarded_address_is_not_shown_beside_another_donor(self):
        self.ledger.json("donor", "edit", self.one, "--set", "支援措置=あり", "--reason", "申出")
        pair = self.pairs()["items"][0]["id"]
        self.assertTrue(self.pairs()["items"][0]["donor"]["address_hidden"])
        self.assertNotIn("taro@example.jp", str(self.pairs()["items"][0]["donor"]))
        told = self.ledger.run("donor", "candidates", "show", pair, "--reveal", "窓口で本人確認").out
        self.assertIn(SECRET, told)


if __name__ == "__main__":
    unittest.main()
