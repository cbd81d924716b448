-- Lends one of the line's few leases: at most that many calls are out, or were answered less than a second ago.
-- KEYS[1] leases (zset by when they end, milliseconds)  KEYS[2] the line's hold (hash)  KEYS[3] the pacer (hash: next, server)
-- ARGV[1] how many leases there are  ARGV[2] the lease's id  ARGV[3] milliseconds after which a lost lease ends
-- Returns {'held'} | {'wait', microseconds until it is worth asking again} | {'slots'}
if redis.call('EXISTS', KEYS[2]) == 1 then return { 'held' } end
sit_out_other_server(KEYS[3], 0)

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
-- After a call was turned away or could not be sent, nobody sends for a while.
local next_due = math.floor((tonumber(redis.call('HGET', KEYS[3], 'next')) or 0) / 1000)
if next_due > now then return { 'wait', string.format('%.0f', (next_due - now) * 1000) } end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  -- An answer ends a lease early, so the wait is never long.
  return { 'wait', string.format('%.0f', math.min(tonumber(first[2]) - now + 1, 20) * 1000) }
end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3] + 60000)
return { 'slots' }
