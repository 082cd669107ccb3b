-- IF NOT EXISTS in this first script only: databases of before the two parts had histories of their own have these.

-- Rows are only ever added; the triggers stop programs, the hash chain shows what stops at nothing.
CREATE TABLE IF NOT EXISTS audit (
  chain_id     TEXT    NOT NULL,
  seq          INTEGER NOT NULL CHECK (seq > 0),
  at           INTEGER NOT NULL,
  kind         TEXT    NOT NULL,
  actor        TEXT    NOT NULL,
  conversation TEXT    NOT NULL,
  trace_id     TEXT    NOT NULL,
  body         TEXT    NOT NULL,
  prev         BLOB    NOT NULL CHECK (length(prev) = 32),
  hash         BLOB    NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (chain_id, seq)
) STRICT;

CREATE INDEX IF NOT EXISTS audit_by_conversation ON audit (conversation);

CREATE TRIGGER IF NOT EXISTS audit_keeps_its_rows BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit rows are never deleted');
END;

CREATE TRIGGER IF NOT EXISTS audit_rows_stay_as_written BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit rows are never changed');
END;

-- A result of an identity provider counts once, also after a restart. The token is stored as a hash:
-- whoever reads the database must not be able to use it.
CREATE TABLE IF NOT EXISTS used_token (
  token_hash TEXT    NOT NULL PRIMARY KEY,
  used_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS used_token_by_age ON used_token (used_at);

-- Staff tickets that were given back before they expired.
CREATE TABLE IF NOT EXISTS revoked_ticket (
  session    TEXT    NOT NULL PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS contact (
  reference    TEXT    NOT NULL PRIMARY KEY,
  conversation TEXT    NOT NULL,
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  staff        TEXT    NOT NULL,
  outcome      TEXT    NOT NULL,
  note         TEXT    NOT NULL,
  registered_at INTEGER NOT NULL
) STRICT;
