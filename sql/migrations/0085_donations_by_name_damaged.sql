-- The list of damaged names, and their number.
CREATE INDEX donations_by_name_damaged ON donations (name_damaged, id)
