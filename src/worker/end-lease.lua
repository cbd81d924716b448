-- Ends a lease a while after the answer, or at once when nothing was sent.
-- KEYS[1] leases (zset by when they end, milliseconds)
-- ARGV[1] the lease's id  ARGV[2] milliseconds until it ends; 0 ends it now
-- Returns 1
if tonumber(ARGV[2]) == 0 then return redis.call('ZREM', KEYS[1], ARGV[1]) end
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[1], 'XX', clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[2], ARGV[1])
return 1
