-- What the scripts that let calls go share; put before each of them.
--
-- KEYS[1] the pacer (hash)  KEYS[2] the line's hold (hash)  KEYS[3] the rate set by hand (string: calls a second)
-- KEYS[4] the leases (zset by when they end, milliseconds)
--
-- The pacer's fields, times in microseconds since 1970:
--   last, rate         when the last send time given out is due, and the own rate of the process that has it
--   pause              nobody sends before
--   widen, widenUntil  by how much everybody's spacing is wider, and when it may narrow
--   server             which server gave slots out last
--   leaseAsked         when a process with strict pacing asked last
--   cold               how many of the next spacings get a little more room
--   late               calls that left later than they were due: `due:by`, one after the other

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local set_by_hand = tonumber(redis.call('GET', KEYS[3]))

-- The lower of the two counts: what a process was started with, and what was set for all.
local function rate_for(own)
  return math.min(own, set_by_hand or own)
end

-- After the API turned calls away, the wider spacing narrows again by a tenth every ten seconds.
local function read_widen()
  local state = redis.call('HMGET', KEYS[1], 'widen', 'widenUntil')
  local widen = tonumber(state[1]) or 1
  if widen > 1 and now > (tonumber(state[2]) or 0) then
    widen = math.max(1, widen * 0.9)
    redis.call('HSET', KEYS[1], 'widen', widen, 'widenUntil', string.format('%.0f', now + 10000000))
  end
  return widen
end

-- How long after its answer a call with a lease still counts: less than one call a second is one lease, kept for longer.
local function kept_after_answer_ms(own)
  return math.ceil(1000 * math.max(1, read_widen() / rate_for(own)))
end
