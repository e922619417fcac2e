-- One issue of receipts into one PDF; printed = 0 until the file is complete.
CREATE TABLE receipt_runs (
    id BIGINT NOT NULL PRIMARY KEY,
    operation_id BIGINT NOT NULL,
    issued_on CHAR(10) NOT NULL,
    receipts BIGINT NOT NULL,
    amount_yen BIGINT NOT NULL,
    file_name VARCHAR(255) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    printed INTEGER NOT NULL,
    UNIQUE (operation_id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
