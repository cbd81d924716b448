-- Opens attempts: the promise, written before each call, that one call is about to be sent.
-- KEYS    as in record.lua
-- ARGV[1] JSON of seven for each attempt: field, the attempt's id, worker, milliseconds until the attempt's deadline,
--         milliseconds after the first attempt in which the same ClientToken may be sent again (0 = never),
--         how many replicas will confirm it before the call is sent, and when what it renews expires now
--         (milliseconds since 1970; false = it renews nothing, or that is not known)
-- Returns for each 'opened' (again, with the id that is open) | {'refused', state, phase} | an error
--         | 'fenced': this server may lack what another one knew, or its replicas may not know yet how little is waited
--           for; to be asked again later
local phase = redis.call('HGET', KEYS[2], 'phase')
local opened = {}

-- Asked once for all on the same terms: the answer is the same for each.
local consents = {}
local function may_write(replicas)
  if consents[replicas] == nil then consents[replicas] = may_write_intent(KEYS[2], replicas) end
  return consents[replicas]
end

local function open_attempt(field, id, worker, deadline_in, token_window, replicas, expiry)
  local head, frozen = load_record(field)
  if not head then return { 'refused', 'unknown', phase or 'unknown' } end
  if not may_write(replicas) then return 'fenced' end
  if head.s == 'sending' and head.t == id then return 'opened' end

  local may_resend = head.s == 'in-doubt' and head.f and now < head.f + token_window
  if phase ~= 'running' or not (head.s == 'queued' or may_resend) then return { 'refused', head.s, phase } end

  transition(field, head, frozen, function(record)
    if record.s ~= 'in-doubt' then
      clear_error(record)
      record.y = expiry or nil
    elseif record.t ~= id then
      -- From here on a refusal speaks for this attempt alone; the one before may have been executed. What was said of
      -- it stays, as it stands again if not a byte of this attempt leaves.
      record.x = record.x or {}
      table.insert(record.x, record.t)
      record.k, record.h = nil, nil
    end
    if record.t ~= id then record.n = (record.n or 0) + 1 end
    record.s, record.t, record.w, record.o, record.d = 'sending', id, worker, now, now + deadline_in
    record.f = record.f or now
  end)
  opened[head.a] = (opened[head.a] or 0) + 1
  return 'opened'
end

local replies = for_each(open_attempt)

for action, calls in pairs(opened) do count_call(action, now, calls) end
return replies
