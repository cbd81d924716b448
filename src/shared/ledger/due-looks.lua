-- Gives out the open questions that are due to be looked up, each to one asker.
-- KEYS[1] purchases to look up (zset by when to look next)
-- ARGV[1] how many at most  ARGV[2] milliseconds in which nobody else is given the same
-- Returns fields
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, field in ipairs(due) do redis.call('ZADD', KEYS[1], 'XX', now + ARGV[2], field) end
return due
