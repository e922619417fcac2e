-- Registered, delivery and documents addresses with the days on which they hold; an empty one says that there is none.
CREATE TABLE donor_addresses (
    donor_id BIGINT NOT NULL,
    kind VARCHAR(12) NOT NULL,
    valid_from CHAR(10) NOT NULL,
    valid_to CHAR(10),
    addressee VARCHAR(200) NOT NULL,
    postal_code VARCHAR(10) NOT NULL,
    prefecture VARCHAR(20) NOT NULL,
    city VARCHAR(200) NOT NULL,
    street VARCHAR(300) NOT NULL,
    building VARCHAR(200) NOT NULL,
    PRIMARY KEY (donor_id, kind, valid_from),
    FOREIGN KEY (donor_id) REFERENCES donor_profiles (donor_id)
)
