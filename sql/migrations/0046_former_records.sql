-- What a former system did for a donation that was moved in: its number there, the receipt it issued, the one-stop request it accepted.
CREATE TABLE former_records (
    donation_id BIGINT NOT NULL PRIMARY KEY,
    number VARCHAR(200) NOT NULL,
    receipt_number VARCHAR(200) NOT NULL,
    receipt_on CHAR(10),
    one_stop_accepted_on CHAR(10),
    FOREIGN KEY (donation_id) REFERENCES donations (id)
)
