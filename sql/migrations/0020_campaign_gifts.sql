-- Gifts that a campaign promotes, with dates of their own (inclusive).
CREATE TABLE campaign_gifts (
    campaign_id BIGINT NOT NULL,
    gift_code VARCHAR(200) NOT NULL,
    starts_on CHAR(10) NOT NULL,
    ends_on CHAR(10) NOT NULL,
    operation_id BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, gift_code, starts_on),
    FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
