-- Counts what goes wrong on a line several times in a row, over all processes.
-- KEYS[1] the pacer (hash: pause in microseconds, misses, oddCode, oddCount)
-- ARGV[1] 'miss', a call that could not be sent at all, or 'odd', an answer with a code nobody knows
-- ARGV[2] the code
-- Returns how often in a row. After a miss nobody sends for 1, 2, 4, 8 ... seconds; misses meanwhile are the same one.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

if ARGV[1] == 'odd' then
  if redis.call('HGET', KEYS[1], 'oddCode') ~= ARGV[2] then redis.call('HSET', KEYS[1], 'oddCode', ARGV[2], 'oddCount', 0) end
  return redis.call('HINCRBY', KEYS[1], 'oddCount', 1)
end

local misses = tonumber(redis.call('HGET', KEYS[1], 'misses')) or 0
local until_then = tonumber(redis.call('HGET', KEYS[1], 'missUntil')) or 0
if now < until_then then return misses end
misses = misses + 1
local resume = string.format('%.0f', now + 1000000 * 2 ^ (misses - 1))
redis.call('HSET', KEYS[1], 'misses', misses, 'missUntil', resume, 'pause', resume)
return misses
