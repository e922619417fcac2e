-- purpose_versions: what held from valid_from to valid_to (inclusive; open end = NULL). Only its end is set when another follows;
-- a correction has the same start, a higher id, and leaves the older one an end before its start.
CREATE TABLE purpose_versions (
    id BIGINT NOT NULL PRIMARY KEY,
    purpose_id BIGINT NOT NULL,
    valid_from CHAR(10) NOT NULL,
    valid_to CHAR(10),
    label VARCHAR(200) NOT NULL,
    fund_code VARCHAR(40) NOT NULL,
    operation_id BIGINT NOT NULL,
    FOREIGN KEY (purpose_id) REFERENCES purposes (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
