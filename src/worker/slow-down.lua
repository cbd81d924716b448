-- Slows a line down after the API turned a call away: nobody sends for a while, and then less often.
-- KEYS[1] the pacer (hash, as in pace.lua)
-- ARGV[1] milliseconds in which nobody sends  ARGV[2] how much wider the spacing gets  ARGV[3] how wide it may get
-- Returns the factor by which the spacing is now wider
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local state = redis.call('HMGET', KEYS[1], 'pause', 'widen', 'widenUntil')
local pause, widen, widen_until = tonumber(state[1]) or 0, tonumber(state[2]) or 1, tonumber(state[3]) or 0

-- Calls that were on their way together are turned away together; they speak of one excess, not of many.
if now > widen_until - 9000000 then widen = math.min(tonumber(ARGV[3]), widen * ARGV[2]) end
redis.call('HSET', KEYS[1],
  'pause', string.format('%.0f', math.max(pause, now + ARGV[1] * 1000)),
  'widen', widen,
  'widenUntil', string.format('%.0f', now + 10000000))
return tostring(widen)
