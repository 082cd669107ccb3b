-- IF NOT EXISTS in this first script only: databases of before the two parts had histories of their own have these.

-- Times are epoch milliseconds in UTC. Tokens and tickets are kept as SHA-256 only, so that whoever
-- reads this file cannot enter a conversation.

CREATE TABLE IF NOT EXISTS invitation (
  id           TEXT    NOT NULL PRIMARY KEY,
  token_hash   TEXT    NOT NULL UNIQUE,
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  starts_at    INTEGER,
  expires_at   INTEGER NOT NULL,
  created_by   TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  used_at      INTEGER,
  withdrawn_at INTEGER
) STRICT;

CREATE INDEX IF NOT EXISTS invitation_by_staff ON invitation (created_by, expires_at);

-- Conversations that are not over, so that a restart of the server loses nobody's place.
CREATE TABLE IF NOT EXISTS conversation (
  id              TEXT    NOT NULL PRIMARY KEY,
  ticket_hash     TEXT    NOT NULL UNIQUE,
  municipality    TEXT    NOT NULL,
  topic           TEXT    NOT NULL,
  appointment_at  INTEGER,
  created_at      INTEGER NOT NULL,
  reference       TEXT    NOT NULL,
  stage           TEXT    NOT NULL CHECK (stage IN ('ARRIVED', 'WAITING', 'IN_CALL')),
  channel         TEXT,
  language        TEXT,
  microphone      TEXT,
  camera          TEXT,
  waiting_since   INTEGER,
  staff           TEXT,
  epoch           INTEGER NOT NULL DEFAULT 0,
  answered        INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1))
) STRICT;

-- Never with a person: the ticket is deleted when the answer arrives, and the answer knows the hour only.
CREATE TABLE IF NOT EXISTS feedback_ticket (
  ticket_hash  TEXT    NOT NULL PRIMARY KEY,
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  expires_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS feedback (
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  hour         TEXT    NOT NULL,
  score        INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
  sentence     TEXT    CHECK (length(sentence) <= 500)
) STRICT;
