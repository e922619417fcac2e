-- Name and address as given on one occasion: never changed, shared while identical.
CREATE TABLE contacts (
    id BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    kana VARCHAR(200) NOT NULL,
    postal_code VARCHAR(10) NOT NULL,
    prefecture VARCHAR(20) NOT NULL,
    city VARCHAR(200) NOT NULL,
    street VARCHAR(300) NOT NULL,
    building VARCHAR(200) NOT NULL,
    phone VARCHAR(50) NOT NULL,
    mail VARCHAR(200) NOT NULL,
    birth_date VARCHAR(10) NOT NULL,
    sex VARCHAR(10) NOT NULL
)
