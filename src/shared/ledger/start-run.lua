-- Starts a run whose time has come.
-- KEYS[1] the run (hash)
-- Returns {'started'} | {'early', milliseconds left} | {'not-scheduled'}: started before, or somebody wants otherwise
local stored = redis.call('HMGET', KEYS[1], 'phase', 'startsAt')
if stored[1] ~= 'paused' or not stored[2] then return { 'not-scheduled' } end
local clock = redis.call('TIME')
local left = tonumber(stored[2]) - (clock[1] * 1000 + math.floor(clock[2] / 1000))
if left > 0 then return { 'early', left } end
redis.call('HSET', KEYS[1], 'phase', 'running')
redis.call('HDEL', KEYS[1], 'startsAt')
return { 'started' }
