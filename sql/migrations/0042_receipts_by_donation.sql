-- All receipts of a donation, void ones too.
CREATE INDEX receipts_by_donation ON receipts (donation_id)
