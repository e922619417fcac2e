-- The key hashes, and keyed hashes of the search terms, of both donors of a merge: an unmerge leaves them with the survivor.
CREATE TABLE donor_merge_words (
    merge_id BIGINT NOT NULL,
    word_hash BIGINT NOT NULL,
    PRIMARY KEY (merge_id, word_hash),
    FOREIGN KEY (merge_id) REFERENCES donor_merges (id)
) WITHOUT ROWID
