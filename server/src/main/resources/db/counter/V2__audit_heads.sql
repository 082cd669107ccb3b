-- Signed heads of the audit log, as many as were made; confirmed_at is empty until the witness took the head.
CREATE TABLE audit_head (
  chain_id         TEXT    NOT NULL,
  size             INTEGER NOT NULL CHECK (size > 0),
  at               INTEGER NOT NULL,
  frontier         BLOB    NOT NULL,
  head             TEXT    NOT NULL,
  countersignature TEXT,
  confirmed_at     INTEGER,
  PRIMARY KEY (chain_id, size)
) STRICT;

CREATE INDEX audit_head_unconfirmed ON audit_head (chain_id, size) WHERE confirmed_at IS NULL;
