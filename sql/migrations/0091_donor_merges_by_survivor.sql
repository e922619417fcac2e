-- Who was made one with a donor.
CREATE INDEX donor_merges_by_survivor ON donor_merges (survivor_id)
