-- With whom a donor was made one.
CREATE INDEX donor_merges_by_merged ON donor_merges (merged_id)
