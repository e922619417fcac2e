-- Schema and account of the program. As administrator on the server (on Galera: on one node):
--   sed -e 's/CLIENT_NETWORK/192.0.2.%/' -e 's/NEW_PASSWORD/…/' create_user.sql | mariadb
-- CLIENT_NETWORK: where the program's machines are, as narrow as possible (one address, or a pattern).
-- NEW_PASSWORD: long and random; it goes into the file named by password_file, readable by the program's user only.
-- May be run again: it creates what is missing, sets the password anew and takes away rights that are not listed.

CREATE SCHEMA IF NOT EXISTS furusato CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE USER IF NOT EXISTS 'furusato'@'CLIENT_NETWORK';
-- TLS even where the server does not require it of everybody.
ALTER USER 'furusato'@'CLIENT_NETWORK' IDENTIFIED BY 'NEW_PASSWORD' REQUIRE SSL;

REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'furusato'@'CLIENT_NETWORK';

-- Daily work. No DROP, no TRUNCATE, nothing outside the schema, no FILE, no administration.
GRANT SELECT, INSERT, UPDATE, DELETE ON furusato.* TO 'furusato'@'CLIENT_NETWORK';

-- `furusato init` creates tables, columns, indexes and foreign keys, after an update of the program too. Who wants to keep this apart runs init
-- with an account of its own and leaves this line out.
GRANT CREATE, ALTER, INDEX, REFERENCES ON furusato.* TO 'furusato'@'CLIENT_NETWORK';
