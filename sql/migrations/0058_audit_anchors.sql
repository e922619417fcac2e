-- What all lanes of the audit chain had reached when a day was sealed, with a keyed digest over it and the anchor before: who cannot read
-- the key can neither shorten nor rewrite the chain behind it.
CREATE TABLE audit_anchors (
    anchored_on CHAR(10) NOT NULL PRIMARY KEY,
    anchor_number BIGINT NOT NULL,
    operations BIGINT NOT NULL,
    made_at VARCHAR(30) NOT NULL,
    actor VARCHAR(100) NOT NULL,
    previous_digest CHAR(64) NOT NULL,
    digest CHAR(64) NOT NULL,
    UNIQUE (anchor_number)
)
