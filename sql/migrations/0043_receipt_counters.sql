-- The last receipt number of each tax year; drawn inside the transaction that stores the receipt.
CREATE TABLE receipt_counters (
    tax_year INTEGER NOT NULL PRIMARY KEY,
    last_number BIGINT NOT NULL
)
