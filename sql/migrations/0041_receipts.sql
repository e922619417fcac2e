-- The receipt with its facts frozen. original_of is the donation while this is its valid original, else NULL: no donation has two.
CREATE TABLE receipts (
    id BIGINT NOT NULL PRIMARY KEY,
    tax_year INTEGER NOT NULL,
    running_number BIGINT NOT NULL,
    donation_id BIGINT NOT NULL,
    original_of BIGINT,
    run_id BIGINT NOT NULL,
    state VARCHAR(10) NOT NULL,
    issued_on CHAR(10) NOT NULL,
    received_on CHAR(10) NOT NULL,
    amount_yen BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    corporate INTEGER NOT NULL,
    wording_version VARCHAR(40) NOT NULL,
    issuer_id BIGINT NOT NULL,
    operation_id BIGINT NOT NULL,
    UNIQUE (tax_year, running_number),
    UNIQUE (original_of),
    FOREIGN KEY (donation_id) REFERENCES donations (id),
    FOREIGN KEY (run_id) REFERENCES receipt_runs (id),
    FOREIGN KEY (contact_id) REFERENCES contacts (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
