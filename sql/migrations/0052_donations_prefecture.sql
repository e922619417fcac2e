-- The applicant's prefecture again, beside the other facts that lists are filtered by.
ALTER TABLE donations ADD COLUMN prefecture VARCHAR(20) NOT NULL DEFAULT ''
