-- The tickets of a donation.
CREATE INDEX tickets_by_donation ON tickets (donation_id)
