-- What waits for a decision.
CREATE INDEX payments_by_state ON payments (state)
