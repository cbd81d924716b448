-- Sits out what another server gave out: put, after server-facts.lua, before the scripts that give out slots.
-- KEYS    none of its own; the function is told the pacer (hash: pause, server)
--
-- A server that took another's place does not know the last slots that were given out. They are used within `ahead`
-- microseconds, and what is sent a second after them cannot lie in one second with them.
local function sit_out_other_server(pacer, ahead)
  local known = redis.call('HMGET', pacer, 'server', 'pause')
  if known[1] == server.id then return end
  redis.call('HSET', pacer, 'server', server.id)
  if not (known[1] or server.before) then return end
  local clock = redis.call('TIME')
  local resume = clock[1] * 1000000 + clock[2] + ahead + 1050000
  redis.call('HSET', pacer, 'pause', string.format('%.0f', math.max(tonumber(known[2]) or 0, resume)))
end
