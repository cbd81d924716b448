-- Writes a run down before its first purchase, or leaves the one that is there.
-- KEYS[1] the run (hash)
-- ARGV    field, value; pairs that describe the run
-- Returns the run's phase: 'submitting' for a new run or one whose submission was cut short
if not redis.call('HGET', KEYS[1], 'phase') then
  local clock = redis.call('TIME')
  -- From its first moment, so that a replica which takes this server's place is known to be another one, even if it is
  -- cut off before the first intent, and is started again before anybody looks.
  redis.call('HSET', KEYS[1], 'server', server.id, 'replicas', server.replicas)
  redis.call('HSET', KEYS[1], 'phase', 'submitting', 'submittedAt', clock[1] * 1000 + math.floor(clock[2] / 1000), unpack(ARGV))
end
return redis.call('HGET', KEYS[1], 'phase')
