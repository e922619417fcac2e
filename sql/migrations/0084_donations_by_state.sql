-- Lists of one state in order of entry, and their number.
CREATE INDEX donations_by_state ON donations (state, id)
