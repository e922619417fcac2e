-- What paid a donation.
CREATE INDEX payments_by_donation ON payments (donation_id)
