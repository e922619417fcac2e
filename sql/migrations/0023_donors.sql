-- Who gives: only what matching compares, as keyed hashes; the person's texts are in contacts.
CREATE TABLE donors (
    id BIGINT NOT NULL PRIMARY KEY,
    kind VARCHAR(12) NOT NULL,
    name_hash BIGINT NOT NULL,
    kana_hash BIGINT NOT NULL,
    address_hash BIGINT NOT NULL,
    birth_date VARCHAR(10) NOT NULL,
    postal_code VARCHAR(10) NOT NULL,
    contact_id BIGINT NOT NULL,
    contact_hash BIGINT NOT NULL,
    merged_into BIGINT,
    version INTEGER NOT NULL,
    created_by BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    FOREIGN KEY (contact_id) REFERENCES contacts (id),
    FOREIGN KEY (merged_into) REFERENCES donors (id),
    FOREIGN KEY (created_by) REFERENCES operations (id),
    FOREIGN KEY (changed_by) REFERENCES operations (id)
)
