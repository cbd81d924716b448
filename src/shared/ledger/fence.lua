-- Whether a run may be bought from on the server that runs the script: put, after server-facts.lua, before scripts.
-- KEYS    none of its own; each function is told the run (hash: server, replicas, confirmed)
--
-- `server` is the history of writes that holds all of the run, `replicas` the most replicas it was seen with, and
-- `confirmed` the fewest replicas that an intent waited for; no `confirmed`: none was written yet.

-- Returns 'whole' | 'tail-lost' (what was written last may be missing, but no call that was sent) |
--         'calls-lost' (of a call that was sent, even the intent may be missing)
local function judge_run(run)
  local known = redis.call('HMGET', run, 'server', 'replicas', 'confirmed')
  if known[1] == server.id then return 'whole' end
  -- Nothing of a run that is not there can be missing, and it must not come to be by being asked about.
  if redis.call('EXISTS', run) == 0 then return 'whole' end
  local replicas = tonumber(known[2]) or 0
  if not server.before and replicas == 0 then
    -- Nobody could have taken its place: the same server has read its own file.
    redis.call('HSET', run, 'server', server.id)
    return 'whole'
  end
  local confirmed = tonumber(known[3]) or (known[1] and math.huge or 0)
  return confirmed < math.max(replicas, 1) and 'calls-lost' or 'tail-lost'
end

-- Whether an intent that so many replicas will confirm may be written now. Notes on what terms it is.
local function may_write_intent(run, confirmed)
  if judge_run(run) ~= 'whole' then return false end
  local known = redis.call('HMGET', run, 'replicas', 'confirmed')
  local most = math.max(tonumber(known[1]) or 0, server.replicas)
  local fewest = math.min(tonumber(known[2]) or confirmed, confirmed)
  if most == (tonumber(known[1]) or 0) and fewest == tonumber(known[2]) then return true end
  redis.call('HSET', run, 'replicas', most, 'confirmed', fewest)
  -- Terms that promise less have to be on the replicas before a call is sent by them; nobody waits for that but us.
  return server.replicas == 0 or confirmed >= most
end
