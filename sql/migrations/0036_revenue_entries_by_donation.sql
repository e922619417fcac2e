-- The entries of a donation.
CREATE INDEX revenue_entries_by_donation ON revenue_entries (donation_id)
