-- What is open, and who has it.
CREATE INDEX tickets_by_state ON tickets (state, assignee)
