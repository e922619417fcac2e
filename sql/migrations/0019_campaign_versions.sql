-- campaign_versions: what held from valid_from to valid_to (inclusive; open end = NULL). Only its end is set when another follows;
-- a correction has the same start, a higher id, and leaves the older one an end before its start.
CREATE TABLE campaign_versions (
    id BIGINT NOT NULL PRIMARY KEY,
    campaign_id BIGINT NOT NULL,
    valid_from CHAR(10) NOT NULL,
    valid_to CHAR(10),
    name VARCHAR(200) NOT NULL,
    policy_measure VARCHAR(400) NOT NULL,
    starts_on CHAR(10) NOT NULL,
    ends_on CHAR(10) NOT NULL,
    channels VARCHAR(400) NOT NULL,
    operation_id BIGINT NOT NULL,
    FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
