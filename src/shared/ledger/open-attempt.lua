-- Opens an attempt: the promise, written before the call, that one call is about to be sent.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the attempt's id  ARGV[3] worker  ARGV[4] milliseconds until the attempt's deadline
-- ARGV[5] milliseconds after the first attempt in which the same ClientToken may be sent again; 0 = never
-- ARGV[6] how many replicas will confirm it before the call is sent
-- Returns {'opened', attempts, sentAt} | {'refused', state, phase}; opening with the id that is open is 'opened' again
--         | {'fenced'}: this server may lack what another one knew; to be asked again later
local field, id, worker, deadline_in, token_window = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local head, frozen = load_record(field)
local phase = redis.call('HGET', KEYS[2], 'phase')
if not head then return { 'refused', 'unknown', phase or 'unknown' } end
if not may_write_intent(KEYS[2], tonumber(ARGV[6])) then return { 'fenced' } end
if head.s == 'sending' and head.t == id then return { 'opened', head.n, string.format('%.0f', head.o) } end

local may_resend = head.s == 'in-doubt' and head.f and now < head.f + token_window
if phase ~= 'running' or not (head.s == 'queued' or may_resend) then return { 'refused', head.s, phase } end

transition(field, head, frozen, function(record)
  if record.s ~= 'in-doubt' then
    clear_error(record)
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

count_call(head.a, now, 1)
return { 'opened', head.n, string.format('%.0f', now) }
