-- Rows are only ever added; the triggers stop programs, the hash chain shows what stops at nothing.
CREATE TABLE audit (
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

CREATE INDEX audit_by_conversation ON audit (conversation);

CREATE TRIGGER audit_keeps_its_rows BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit rows are never deleted');
END;

CREATE TRIGGER audit_rows_stay_as_written BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit rows are never changed');
END;

-- A result of an identity provider counts once, also after a restart. The token is stored as a hash:
-- whoever reads the database must not be able to use it.
CREATE TABLE used_token (
  token_hash TEXT    NOT NULL PRIMARY KEY,
  used_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX used_token_by_age ON used_token (used_at);
