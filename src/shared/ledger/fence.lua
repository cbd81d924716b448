-- Whether a run may be bought from on the server that runs the script: put, after server-facts.lua, before scripts.
-- KEYS    none of its own; each function is told the run (hash: server, replicas, confirmed, weakenedAt)
--
-- `server` is the history of writes that holds all of the run, `replicas` the most replicas it was seen with, and
-- `confirmed` the fewest replicas that the intents of any worker wait for. No `confirmed`: no worker said so yet, or
-- none of which this server heard, so it stands for 0. `weakenedAt` (milliseconds since 1970) is when these terms came
-- to promise less than that every replica confirms; gone once they stood for long enough.

-- So long weaker terms stand before a call is sent by them, as a replica is not further behind while it is connected.
local until_heard_ms = 1000

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
  local confirmed = tonumber(known[3]) or 0
  return confirmed < math.max(replicas, 1) and 'calls-lost' or 'tail-lost'
end

local function clock_ms()
  local clock = redis.call('TIME')
  return clock[1] * 1000 + math.floor(clock[2] / 1000)
end

-- Notes that intents of the run may be written here of which so many replicas are waited for.
local function note_terms(run, confirmed)
  local known = redis.call('HMGET', run, 'server', 'replicas', 'confirmed')
  if known[1] ~= server.id then return end
  local most = math.max(tonumber(known[2]) or 0, server.replicas)
  local fewest = math.min(tonumber(known[3]) or confirmed, confirmed)
  if most == tonumber(known[2]) and fewest == tonumber(known[3]) then return end
  redis.call('HSET', run, 'replicas', most, 'confirmed', fewest)
  if fewest < most then redis.call('HSET', run, 'weakenedAt', string.format('%.0f', clock_ms())) end
end

-- Whether an intent that so many replicas will confirm may be written now. Notes on what terms it is.
local function may_write_intent(run, confirmed)
  if judge_run(run) ~= 'whole' then return false end
  note_terms(run, confirmed)
  local known = redis.call('HMGET', run, 'replicas', 'weakenedAt')
  -- What every replica confirms is not sent by the weaker terms.
  if not known[2] or confirmed >= tonumber(known[1]) then return true end
  -- Either way, as a clock that was set back must not stop the run.
  if math.abs(clock_ms() - tonumber(known[2])) < until_heard_ms then return false end
  redis.call('HDEL', run, 'weakenedAt')
  return true
end
