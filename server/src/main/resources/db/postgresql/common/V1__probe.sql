-- One row that the readiness check writes: a disk that is full refuses it before a conversation needs the space.
CREATE TABLE store_probe (
  one  BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  turn BIGINT NOT NULL
);

INSERT INTO store_probe (one, turn) VALUES (1, 0);
