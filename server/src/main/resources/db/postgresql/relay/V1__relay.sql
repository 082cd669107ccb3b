-- Times are epoch milliseconds in UTC. Tokens and tickets are kept as SHA-256 only, so that whoever
-- reads this file cannot enter a conversation.

CREATE TABLE invitation (
  id           TEXT    NOT NULL PRIMARY KEY,
  token_hash   TEXT    NOT NULL UNIQUE,
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  starts_at    BIGINT,
  expires_at   BIGINT NOT NULL,
  created_by   TEXT    NOT NULL,
  created_at   BIGINT NOT NULL,
  used_at      BIGINT,
  withdrawn_at BIGINT
);

CREATE INDEX invitation_by_staff ON invitation (created_by, expires_at);

-- Conversations that are not over, so that a restart of the server loses nobody's place.
CREATE TABLE conversation (
  id              TEXT    NOT NULL PRIMARY KEY,
  ticket_hash     TEXT    NOT NULL UNIQUE,
  municipality    TEXT    NOT NULL,
  topic           TEXT    NOT NULL,
  appointment_at  BIGINT,
  created_at      BIGINT NOT NULL,
  reference       TEXT    NOT NULL,
  stage           TEXT    NOT NULL CHECK (stage IN ('ARRIVED', 'WAITING', 'IN_CALL')),
  channel         TEXT,
  language        TEXT,
  microphone      TEXT,
  camera          TEXT,
  waiting_since   BIGINT,
  staff           TEXT,
  epoch           BIGINT NOT NULL DEFAULT 0,
  answered        BIGINT NOT NULL DEFAULT 0 CHECK (answered IN (0, 1))
);

-- Never with a person: the ticket is deleted when the answer arrives, and the answer knows the hour only.
CREATE TABLE feedback_ticket (
  ticket_hash  TEXT    NOT NULL PRIMARY KEY,
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  expires_at   BIGINT NOT NULL
);

CREATE TABLE feedback (
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  hour         TEXT    NOT NULL,
  score        BIGINT NOT NULL CHECK (score BETWEEN 1 AND 5),
  sentence     TEXT    CHECK (length(sentence) <= 500)
);
