-- The pairs of a donor, whichever number is lower.
CREATE INDEX donor_candidates_by_other ON donor_candidates (other_id)
