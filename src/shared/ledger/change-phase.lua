-- Pauses, resumes or cancels a run. A cancelled run stays cancelled, an archived one archived.
-- KEYS[1] the run (hash)
-- ARGV[1] the phase wanted: running | paused | cancelled
-- Returns {the phase that now stands, the phase before}; '' before for a run nobody knows
local before = redis.call('HGET', KEYS[1], 'phase')
if not before then return { '', '' } end
if before == 'submitting' or before == 'cancelled' or before == 'archived' then return { before, before } end
redis.call('HSET', KEYS[1], 'phase', ARGV[1])
-- What a person wants now is wanted in place of what was planned: a run that was paused by hand stays paused.
redis.call('HDEL', KEYS[1], 'startsAt')
return { ARGV[1], before }
