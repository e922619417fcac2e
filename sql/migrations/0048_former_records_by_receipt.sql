-- So is the number of its receipt.
CREATE INDEX former_records_by_receipt ON former_records (receipt_number)
