-- Ends a lease a second after the answer, or at once when nothing was sent.
-- KEYS    as in pace.lua
-- ARGV[1] the process's own rate, in calls a second  ARGV[2] the lease's id
-- ARGV[3] '1' when the call was sent, '0' when not a byte of it left
-- Returns how many leases ended at once
if ARGV[3] == '0' then return redis.call('ZREM', KEYS[4], ARGV[2]) end
local kept_ms = kept_after_answer_ms(tonumber(ARGV[1]))
redis.call('ZADD', KEYS[4], 'XX', math.floor(now / 1000) + kept_ms, ARGV[2])
if redis.call('PTTL', KEYS[4]) < kept_ms then redis.call('PEXPIRE', KEYS[4], kept_ms + 60000) end
return 0
