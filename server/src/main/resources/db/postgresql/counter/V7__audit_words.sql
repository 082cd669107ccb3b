-- Words of staff beside audit rows, which have a hash of them; deleted when their time is over.
CREATE TABLE audit_words (
  id           TEXT    NOT NULL PRIMARY KEY,
  conversation TEXT    NOT NULL,
  at           BIGINT NOT NULL,
  salt         BYTEA   NOT NULL CHECK (length(salt) = 32),
  words        TEXT    NOT NULL
);
