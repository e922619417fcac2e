-- What donors are looked up by (domain/search_term.hpp), clustered by the word: a search reads a few neighbouring rows, whatever the ledger.
CREATE TABLE donor_terms (
    kind VARCHAR(8) NOT NULL,
    term VARCHAR(200) NOT NULL,
    donor_id BIGINT NOT NULL,
    PRIMARY KEY (kind, term, donor_id),
    FOREIGN KEY (donor_id) REFERENCES donors (id)
) WITHOUT ROWID
