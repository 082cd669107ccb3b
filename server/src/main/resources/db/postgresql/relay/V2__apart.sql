-- What a relay that runs apart keeps of the counter part, so that its own restart signs nobody out.

-- Public key of staff tickets; one row.
CREATE TABLE ticket_key (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  x   TEXT    NOT NULL,
  y   TEXT    NOT NULL
);

-- Sign-ins that ended before their tickets expired.
CREATE TABLE ended_session (
  session    TEXT    NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

-- Staff as their tickets said last: to find the staff member of a call again. Never a password.
CREATE TABLE seen_staff (
  id      TEXT    NOT NULL PRIMARY KEY,
  card    TEXT    NOT NULL,
  seen_at BIGINT NOT NULL
);
