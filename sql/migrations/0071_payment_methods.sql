-- Master: the lasting identity of a payment method (a key of the program); everything that may change is in payment_method_versions.
CREATE TABLE payment_methods (
    id BIGINT NOT NULL PRIMARY KEY,
    code VARCHAR(40) NOT NULL,
    operation_id BIGINT NOT NULL,
    UNIQUE (code),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
