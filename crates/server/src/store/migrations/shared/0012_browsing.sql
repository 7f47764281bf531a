-- What browsing reads of every package that somebody may ask for, before it knows which stand on the first page: found without their
-- rows, which are long.
CREATE INDEX packages_browsed ON packages (id, is_hidden, catalog_id, display_name_folded);
CREATE INDEX catalogs_browsed ON catalogs (id, state, is_externally_visible);
