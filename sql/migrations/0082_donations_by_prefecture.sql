-- Lists of one prefecture in order of entry, and their number.
CREATE INDEX donations_by_prefecture ON donations (prefecture, id)
