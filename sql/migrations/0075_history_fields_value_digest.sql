-- Retention: the keyed digest of what a field held before it was masked. The chain covers it, so that a masked history still verifies.
ALTER TABLE history_fields ADD COLUMN value_digest VARCHAR(64)
