-- Puts a purchase back to queued: its attempt was surely not executed.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the attempt's id  ARGV[3] '1' if the call was sent, '0' if not a byte left
-- ARGV[4] JSON of {e?, m?, r?}: the code, message and request id of the answer
-- Returns 'queued' | 'cancelled' (its run was cancelled meanwhile) | 'in-doubt' (an earlier attempt is still in doubt)
--         | 'refused' (the attempt is not this one, or already settled) | 'unknown' (no such purchase)
local field, id, was_sent, answer = ARGV[1], ARGV[2], ARGV[3] == '1', cjson.decode(ARGV[4])
local head, frozen = load_record(field)
if not head then return 'unknown' end
if head.t ~= id or not (head.s == 'sending' or head.s == 'in-doubt') then return 'refused' end

local state = 'queued'
if head.x then state = 'in-doubt'
elseif redis.call('HGET', KEYS[2], 'phase') == 'cancelled' then state = 'cancelled' end

if not was_sent then count_call(head.a, head.o, -1) end
transition(field, head, frozen, function(record)
  record.s, record.w, record.d = state, nil, nil
  if not was_sent then record.n = record.n - 1 end
  if state == 'in-doubt' then
    -- All stands as the attempt before left it, so that writing this twice is refused the second time. The time alone
    -- stays: whoever looks for a purchase looks from the first attempt to the last, and must not stop too early.
    record.t = table.remove(record.x)
    if #record.x == 0 then record.x = nil end
    return
  end
  if not was_sent then record.o = nil end
  if record.n == 0 then record.f, record.t = nil, nil end
  record.e, record.m, record.r = answer.e, answer.m, answer.r or record.r
  if state == 'cancelled' then record.z = now end
end)
write_down()
return state
