-- Why a donation was given to a donor whom the ledger knew: points, and two bits for each field (domain/donor_likeness.hpp).
CREATE TABLE donor_matches (
    donation_id BIGINT NOT NULL PRIMARY KEY,
    score INTEGER NOT NULL,
    reasons BIGINT NOT NULL,
    FOREIGN KEY (donation_id) REFERENCES donations (id)
)
