-- Notes that a call left later than it was due, so that the call which the limit puts a second after it does too.
-- KEYS    as in pace.lua
-- ARGV[1] when it was due, microseconds since 1970  ARGV[2] by how many microseconds it left later
-- Returns nothing
local late = redis.call('HGET', KEYS[1], 'late') or ''
-- A second after what left longer ago has passed.
local kept = {}
for due, by in string.gmatch(late, '(%d+):(%d+)') do
  if tonumber(due) > now - 1100000 then kept[#kept + 1] = due .. ':' .. by end
end
kept[#kept + 1] = ARGV[1] .. ':' .. ARGV[2]
redis.call('HSET', KEYS[1], 'late', table.concat(kept, ' '))
