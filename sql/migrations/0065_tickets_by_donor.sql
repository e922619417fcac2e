-- The tickets of a donor.
CREATE INDEX tickets_by_donor ON tickets (donor_id)
