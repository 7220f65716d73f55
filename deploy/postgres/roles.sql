-- Two roles: one owns the tables and changes them (migrations), the other only reads and writes rows (the hub).
-- The image of Postgres runs this file once, when its volume is empty. Elsewhere, as a superuser:
--   HUB_OWNER_PASSWORD=… HUB_APP_PASSWORD=… psql -v ON_ERROR_STOP=1 -d hub -f deploy/postgres/roles.sql
\getenv owner_password HUB_OWNER_PASSWORD
\getenv app_password HUB_APP_PASSWORD

CREATE ROLE hub_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'owner_password';
CREATE ROLE hub_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'app_password';

SELECT current_database() AS hub_database \gset
ALTER DATABASE :"hub_database" OWNER TO hub_owner;
REVOKE ALL ON DATABASE :"hub_database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"hub_database" TO hub_app;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO hub_app;

-- What migrations make from now on, the hub may use. No TRUNCATE, no REFERENCES, no TRIGGER: what is only
-- added to stays so.
ALTER DEFAULT PRIVILEGES FOR ROLE hub_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hub_app;
ALTER DEFAULT PRIVILEGES FOR ROLE hub_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO hub_app;
