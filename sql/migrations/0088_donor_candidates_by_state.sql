-- The pairs that wait for a decision.
CREATE INDEX donor_candidates_by_state ON donor_candidates (state, id)
