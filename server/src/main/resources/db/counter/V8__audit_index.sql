-- Every row had a place in an index that only the retention of verified purposes reads: with many talks at once each commit
-- wrote a page of it for every talk. Only the rows that are looked for have one now.
DROP INDEX audit_by_conversation;

CREATE INDEX audit_verified_by_conversation ON audit (conversation) WHERE kind = 'disclosure-verified';
