-- The newest link of each lane that an anchor covers.
CREATE TABLE audit_anchor_lanes (
    anchored_on CHAR(10) NOT NULL,
    lane VARCHAR(40) NOT NULL,
    links BIGINT NOT NULL,
    last_number BIGINT NOT NULL,
    link CHAR(64) NOT NULL,
    PRIMARY KEY (anchored_on, lane),
    FOREIGN KEY (anchored_on) REFERENCES audit_anchors (anchored_on)
)
