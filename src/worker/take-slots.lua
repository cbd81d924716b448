-- Gives out send times, evenly spaced over all processes, never far ahead.
-- KEYS[1] the pacer (hash: next, widen, widenUntil; microseconds; cold, server)  KEYS[2] the line's hold (hash)
-- ARGV[1] spacing in microseconds  ARGV[2] how far ahead a slot may be given out, in microseconds
-- ARGV[3] how far ahead it is given out at least: time that writing the intent down is known to take
-- ARGV[4] how many slots are wanted at most
-- Returns {'held'} | {'wait', now, microseconds until it is worth asking again}
--         | {'slots', now, microseconds until each send time, earliest first}; now is microseconds since 1970
if redis.call('EXISTS', KEYS[2]) == 1 then return { 'held' } end
sit_out_other_server(KEYS[1], ARGV[2])

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local state = redis.call('HMGET', KEYS[1], 'next', 'widen', 'widenUntil', 'cold')
local due = math.max(tonumber(state[1]) or 0, now + ARGV[3])
local widen, widen_until = tonumber(state[2]) or 1, tonumber(state[3]) or 0

local horizon = now + ARGV[2]
if due > horizon then return { 'wait', string.format('%.0f', now), string.format('%.0f', due - horizon) } end

-- After the API turned calls away, the wider spacing narrows again by a tenth every ten seconds.
if widen > 1 and now > widen_until then
  widen = math.max(1, widen * 0.9)
  redis.call('HSET', KEYS[1], 'widen', widen, 'widenUntil', string.format('%.0f', now + 10000000))
end

-- The first calls of a line that was idle leave unevenly, as programs warm up on both sides: one second's worth of
-- them gets a little more room.
local cold = tonumber(state[4]) or 0
if now - (tonumber(state[1]) or 0) > 1000000 then cold = 20 end
local reply = { 'slots', string.format('%.0f', now) }
for _ = 1, ARGV[4] do
  if due > horizon then break end
  table.insert(reply, string.format('%.0f', due - now))
  due = due + ARGV[1] * widen * (cold > 0 and 1.04 or 1)
  cold = math.max(0, cold - 1)
end
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', due), 'cold', cold)
-- A line that was idle this long has no neighbours to keep a distance from.
redis.call('PEXPIRE', KEYS[1], 600000)
return reply
