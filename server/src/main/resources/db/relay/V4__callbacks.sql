-- Call-backs that residents asked for on the page, until the counter part keeps them; deleted then.
CREATE TABLE callback_request (
  id           TEXT    NOT NULL PRIMARY KEY,
  municipality TEXT    NOT NULL,
  topic        TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  phone        TEXT    NOT NULL,
  words        TEXT,
  asked_at     INTEGER NOT NULL
) STRICT;
