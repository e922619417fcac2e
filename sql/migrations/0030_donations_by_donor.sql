-- All donations of a donor.
CREATE INDEX donations_by_donor ON donations (donor_id)
