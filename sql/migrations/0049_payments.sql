-- One line of a bank's, post's or settlement agent's statement: money that came, and the donation it was for. The same line of two
-- overlapping statements is one payment.
CREATE TABLE payments (
    id BIGINT NOT NULL PRIMARY KEY,
    profile VARCHAR(40) NOT NULL,
    fingerprint BIGINT NOT NULL,
    file_name VARCHAR(255) NOT NULL,
    file_line BIGINT NOT NULL,
    paid_on CHAR(10) NOT NULL,
    amount_yen BIGINT NOT NULL,
    payer VARCHAR(200) NOT NULL,
    reference VARCHAR(200) NOT NULL,
    state VARCHAR(12) NOT NULL,
    note VARCHAR(400) NOT NULL,
    donation_id BIGINT,
    matched_by BIGINT,
    version INTEGER NOT NULL,
    UNIQUE (profile, fingerprint),
    FOREIGN KEY (donation_id) REFERENCES donations (id),
    FOREIGN KEY (matched_by) REFERENCES operations (id)
)
