-- Queues failed purchases of a batch again; the next attempt is sent with the same frozen bytes.
-- KEYS    as in record.lua
-- ARGV[1] '1' if purchases that may have left an unpaid order are meant too, but for one whose order is being paid
-- ARGV[2..] fields
-- Returns the fields that were queued; none of a run that was cancelled or archived, as nobody would ever work them
local phase = redis.call('HGET', KEYS[2], 'phase')
if phase == 'archived' then return {} end
if phase == 'cancelled' then return {} end

local queued = {}
for i = 2, #ARGV do
  local field = ARGV[i]
  local head, frozen = load_record(field)
  if head and head.s == 'failed' and (not head.u or ARGV[1] == '1') and (head.u or 1) == 1 then
    transition(field, head, frozen, function(record)
      record.s, record.q = 'queued', now
      record.z, record.b, record.t, record.f, record.u, record.r, record.o = nil, nil, nil, nil, nil, nil, nil
      clear_error(record)
    end)
    queued[#queued + 1] = field
  end
end
write_down()
return queued
