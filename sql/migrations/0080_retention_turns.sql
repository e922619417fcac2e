-- Who is erasing just now: one row, made by whoever is first. Runs of retention and imports both write it in the transaction that begins
-- them, and `passed` changes each time, so that two of them meet on every database.
CREATE TABLE retention_turns (
    id BIGINT NOT NULL PRIMARY KEY,
    owner VARCHAR(200) NOT NULL,
    owner_seen_at VARCHAR(30) NOT NULL,
    passed BIGINT NOT NULL
)
