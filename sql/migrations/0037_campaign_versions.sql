-- campaign_versions: what held from valid_from to valid_to (inclusive; open end = NULL). Never changed, only followed by the next.
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
    UNIQUE (campaign_id, valid_from),
    FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
