-- What became of a parked record: NULL nothing yet; taken, kept (the ledger's values stay) or dismissed by a clerk.
ALTER TABLE parked_rows ADD COLUMN state VARCHAR(12)
