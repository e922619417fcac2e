-- A former system's number is looked up as one's own.
CREATE INDEX former_records_by_number ON former_records (number)
