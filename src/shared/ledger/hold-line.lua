-- Holds a line; the first reason stays.
-- KEYS[1] the hold (hash)
-- ARGV[1] code  ARGV[2] reason
-- Returns 'held' | 'already'
if redis.call('EXISTS', KEYS[1]) == 1 then return 'already' end
local clock = redis.call('TIME')
redis.call('HSET', KEYS[1], 'code', ARGV[1], 'reason', ARGV[2], 'since', clock[1] * 1000 + math.floor(clock[2] / 1000))
return 'held'
