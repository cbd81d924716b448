-- Notes that a worker works this line and what it saw, and tells who else does.
-- KEYS[1] the crew (hash: worker -> when it last told in milliseconds, a blank, what it told)
-- ARGV[1] the worker  ARGV[2] what it tells (JSON); '' when it leaves
-- ARGV[3] milliseconds after which a worker that told nothing more is gone
-- Returns what each of the crew told last, this worker's included
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if ARGV[2] == '' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f ', now) .. ARGV[2]) end

local told = {}
local stored = redis.call('HGETALL', KEYS[1])
for i = 1, #stored, 2 do
  local at, words = string.match(stored[i + 1], '^(%d+) (.*)$')
  if now - at > tonumber(ARGV[3]) then redis.call('HDEL', KEYS[1], stored[i])
  else table.insert(told, words) end
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return told
