-- Names with the days on which they hold; valid_to is the last of them.
CREATE TABLE donor_names (
    donor_id BIGINT NOT NULL,
    valid_from CHAR(10) NOT NULL,
    valid_to CHAR(10),
    name VARCHAR(200) NOT NULL,
    kana VARCHAR(200) NOT NULL,
    PRIMARY KEY (donor_id, valid_from),
    FOREIGN KEY (donor_id) REFERENCES donor_profiles (donor_id)
)
