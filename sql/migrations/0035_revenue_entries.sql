-- Dated, signed, append-only: received, refund, correction, adjustment. Every report sums these.
CREATE TABLE revenue_entries (
    id BIGINT NOT NULL PRIMARY KEY,
    donation_id BIGINT NOT NULL,
    basis VARCHAR(10) NOT NULL,
    kind VARCHAR(12) NOT NULL,
    entered_on CHAR(10) NOT NULL,
    amount_yen BIGINT NOT NULL,
    donations INTEGER NOT NULL,
    operation_id BIGINT NOT NULL,
    FOREIGN KEY (donation_id) REFERENCES donations (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
