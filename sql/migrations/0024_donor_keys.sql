-- Keyed hashes of mail, phone, name + postal code, kana + birth date: the blocks in which donors are compared.
CREATE TABLE donor_keys (
    key_hash BIGINT NOT NULL,
    donor_id BIGINT NOT NULL,
    PRIMARY KEY (key_hash, donor_id),
    FOREIGN KEY (donor_id) REFERENCES donors (id)
) WITHOUT ROWID
