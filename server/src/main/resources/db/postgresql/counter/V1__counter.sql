-- Rows are only ever added; the triggers stop programs, the hash chain shows what stops at nothing.
CREATE TABLE audit (
  chain_id     TEXT    NOT NULL,
  seq          BIGINT NOT NULL CHECK (seq > 0),
  at           BIGINT NOT NULL,
  kind         TEXT    NOT NULL,
  actor        TEXT    NOT NULL,
  conversation TEXT    NOT NULL,
  trace_id     TEXT    NOT NULL,
  body         TEXT    NOT NULL,
  prev         BYTEA    NOT NULL CHECK (length(prev) = 32),
  hash         BYTEA    NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (chain_id, seq)
);

CREATE INDEX audit_by_conversation ON audit (conversation);

CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit rows are never changed or deleted';
END;
$$;

CREATE TRIGGER audit_stays_as_written BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_refuses();

CREATE TRIGGER audit_keeps_its_rows BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses();

-- A result of an identity provider counts once, also after a restart. The token is stored as a hash:
-- whoever reads the database must not be able to use it.
CREATE TABLE used_token (
  token_hash TEXT    NOT NULL PRIMARY KEY,
  used_at    BIGINT NOT NULL
);

CREATE INDEX used_token_by_age ON used_token (used_at);

-- Staff tickets that were given back before they expired.
CREATE TABLE revoked_ticket (
  session    TEXT    NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

CREATE TABLE contact (
  reference    TEXT    NOT NULL PRIMARY KEY,
  conversation TEXT    NOT NULL,
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  staff        TEXT    NOT NULL,
  outcome      TEXT    NOT NULL,
  note         TEXT    NOT NULL,
  registered_at BIGINT NOT NULL
);
