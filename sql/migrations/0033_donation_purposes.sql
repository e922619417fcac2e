-- 1..n purposes of a donation with their yen; code and version are empty while no master knows the text.
CREATE TABLE donation_purposes (
    donation_id BIGINT NOT NULL,
    purpose_number INTEGER NOT NULL,
    purpose_code VARCHAR(40) NOT NULL,
    purpose_version_id BIGINT,
    written_code VARCHAR(200) NOT NULL,
    written VARCHAR(200) NOT NULL,
    amount_yen BIGINT NOT NULL,
    PRIMARY KEY (donation_id, purpose_number),
    FOREIGN KEY (donation_id) REFERENCES donations (id),
    FOREIGN KEY (purpose_version_id) REFERENCES purpose_versions (id)
) WITHOUT ROWID
