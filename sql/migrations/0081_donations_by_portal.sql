-- Lists of one portal in order of entry, and their number.
CREATE INDEX donations_by_portal ON donations (portal, id)
