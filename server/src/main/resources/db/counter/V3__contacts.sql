-- What is to reach the customer-interaction system. The body is sealed (AES-GCM), because it names people, and is
-- emptied as soon as it arrived; progress names what was made over there so far, so that nothing is made twice.
CREATE TABLE contact_outbox (
  id        TEXT    NOT NULL PRIMARY KEY,
  kind      TEXT    NOT NULL,
  body      BLOB    NOT NULL,
  progress  TEXT    NOT NULL,
  tries     INTEGER NOT NULL,
  fault     TEXT,
  made_at   INTEGER NOT NULL,
  due_at    INTEGER NOT NULL,
  done_at   INTEGER
) STRICT;

CREATE INDEX contact_outbox_due ON contact_outbox (due_at) WHERE done_at IS NULL;

-- Promises to call back. The wish (name, number, words) is sealed and emptied when the promise is kept.
CREATE TABLE callback (
  id           TEXT    NOT NULL PRIMARY KEY,
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  contact      TEXT,
  wish         BLOB    NOT NULL,
  asked_at     INTEGER NOT NULL,
  promised_by  INTEGER NOT NULL,
  stage        TEXT    NOT NULL CHECK (stage IN ('OPEN', 'TAKEN', 'DONE')),
  staff        TEXT,
  taken_at     INTEGER,
  tries        INTEGER NOT NULL,
  done_at      INTEGER
) STRICT;

CREATE INDEX callback_open ON callback (promised_by) WHERE done_at IS NULL;
