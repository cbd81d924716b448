-- Holds a line; the first reason stays, unless a graver one is to take its place.
-- KEYS[1] the hold (hash)
-- ARGV[1] code  ARGV[2] reason  ARGV[3] '1' if it takes the place of another code
-- Returns 'held' | 'already'
local standing = redis.call('HGET', KEYS[1], 'code')
if standing and (ARGV[3] ~= '1' or standing == ARGV[1]) then return 'already' end
local clock = redis.call('TIME')
redis.call('HSET', KEYS[1], 'code', ARGV[1], 'reason', ARGV[2], 'since', clock[1] * 1000 + math.floor(clock[2] / 1000))
return 'held'
