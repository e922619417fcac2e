-- The operation that decided about a parked record.
ALTER TABLE parked_rows ADD COLUMN decided_by BIGINT
