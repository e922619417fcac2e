-- Which gift codes a donation with several gifts has: lets campaigns count such a donation once, from daily sums alone.
CREATE TABLE gift_sets (
    set_key VARCHAR(40) NOT NULL,
    gift_code VARCHAR(200) NOT NULL,
    PRIMARY KEY (set_key, gift_code)
) WITHOUT ROWID
