-- 業務分担: who (city, contractor, portal) does what for a portal, from which day.
CREATE TABLE duties (
    portal VARCHAR(40) NOT NULL,
    duty VARCHAR(20) NOT NULL,
    valid_from CHAR(10) NOT NULL,
    holder VARCHAR(20) NOT NULL,
    operation_id BIGINT NOT NULL,
    PRIMARY KEY (portal, duty, valid_from),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
