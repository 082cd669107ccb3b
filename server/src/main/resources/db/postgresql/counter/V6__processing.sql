-- Names in the logs are keyed hashes under a file's key and one of these. A row that is deleted makes the names of its
-- purpose and month anonymous; the audit log itself stays as it was written.
CREATE TABLE subject_salt (
  purpose TEXT NOT NULL,
  period  TEXT NOT NULL,
  salt    BYTEA NOT NULL CHECK (length(salt) = 32),
  PRIMARY KEY (purpose, period)
);

-- Logboek Dataverwerkingen where no other system keeps it: one row for each processing and data subject. No staff.
CREATE TABLE processing_record (
  span_id         TEXT    NOT NULL PRIMARY KEY,
  trace_id        TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  status          TEXT    NOT NULL CHECK (status IN ('Unset', 'Ok', 'Error')),
  exception_type  TEXT,
  started_at      BIGINT NOT NULL,
  ended_at        BIGINT NOT NULL,
  resource        TEXT    NOT NULL,
  purpose         TEXT    NOT NULL,
  activity        TEXT    NOT NULL,
  subject_id      TEXT    NOT NULL,
  subject_id_type TEXT    NOT NULL,
  subject         TEXT    NOT NULL
);

CREATE INDEX processing_record_by_subject ON processing_record (subject);
CREATE INDEX processing_record_by_age ON processing_record (ended_at);

-- Records that another system did not confirm yet, as they are sent; nothing of them was shown to anybody.
CREATE TABLE processing_waiting (
  span_id TEXT    NOT NULL PRIMARY KEY,
  since   BIGINT NOT NULL,
  body    TEXT    NOT NULL
);
