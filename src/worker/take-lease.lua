-- Lends one of the line's few leases: at most that many calls are out, or were answered less than a second ago.
-- KEYS    as in pace.lua
-- ARGV[1] the asking process's own rate, in calls a second  ARGV[2] the lease's id
-- ARGV[3] milliseconds after which a call that nobody ends has had its answer, if it was sent
-- Returns {'held'} | {'mixed'}, calls that left at a time given out may be on their way
--         | {'wait', microseconds until it is worth asking again} | {'slots'}
if redis.call('EXISTS', KEYS[2]) == 1 then return { 'held' } end
sit_out_other_server(KEYS[1], 0)

-- From now on, take-slots.lua gives out no time to send until nobody asked for a while. A time that it gave out before
-- counts like a lease that nobody ends, so that its call has had its answer.
redis.call('HSET', KEYS[1], 'leaseAsked', string.format('%.0f', now))
local own_rate, now_ms = tonumber(ARGV[1]), math.floor(now / 1000)
local lent_ms = ARGV[3] + kept_after_answer_ms(own_rate)
local last = tonumber(redis.call('HGET', KEYS[1], 'last')) or 0
if now_ms < last / 1000 + lent_ms then return { 'mixed' } end

-- After a call was turned away or could not be sent, nobody sends for a while.
local pause = tonumber(redis.call('HGET', KEYS[1], 'pause')) or 0
if pause > now then return { 'wait', string.format('%.0f', pause - now) } end

-- More than are lent may be out for a moment after the rate was lowered: none is lent until enough have ended.
local leases = math.max(1, math.floor(rate_for(own_rate) / read_widen()))
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now_ms)
if redis.call('ZCARD', KEYS[4]) >= leases then
  local first = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')
  -- An answer ends a lease early, so the wait is never long.
  return { 'wait', string.format('%.0f', math.min(tonumber(first[2]) - now_ms + 1, 20) * 1000) }
end
redis.call('ZADD', KEYS[4], now_ms + lent_ms, ARGV[2])
redis.call('PEXPIRE', KEYS[4], lent_ms + 60000)
return { 'slots' }
