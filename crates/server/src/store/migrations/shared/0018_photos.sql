-- Photos of people; `content` is base64.
CREATE TABLE photos (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    -- 'image/png' or 'image/jpeg'
    media_type TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    content TEXT NOT NULL,
    modified_at TEXT NOT NULL
);
