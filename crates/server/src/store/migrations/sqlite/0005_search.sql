-- Trigram index over packages.search_text, kept by triggers.
CREATE VIRTUAL TABLE package_search USING fts5 (
    search_text, content = 'packages', content_rowid = 'search_row', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER package_search_insert AFTER INSERT ON packages BEGIN
    INSERT INTO package_search (rowid, search_text) VALUES (new.search_row, new.search_text);
END;
CREATE TRIGGER package_search_delete AFTER DELETE ON packages BEGIN
    INSERT INTO package_search (package_search, rowid, search_text) VALUES ('delete', old.search_row, old.search_text);
END;
CREATE TRIGGER package_search_update AFTER UPDATE OF search_text ON packages BEGIN
    INSERT INTO package_search (package_search, rowid, search_text) VALUES ('delete', old.search_row, old.search_text);
    INSERT INTO package_search (rowid, search_text) VALUES (new.search_row, new.search_text);
END;
