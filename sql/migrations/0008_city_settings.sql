-- Facts of the city with the day from which they hold: code, name, mayor, seal, section, resident rule.
CREATE TABLE city_settings (
    name VARCHAR(60) NOT NULL,
    valid_from CHAR(10) NOT NULL,
    setting_value VARCHAR(400) NOT NULL,
    operation_id BIGINT NOT NULL,
    PRIMARY KEY (name, valid_from),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
