-- Trigram index over packages.search_text. pg_trgm is a trusted extension: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX packages_search ON packages USING gin (search_text gin_trgm_ops);
