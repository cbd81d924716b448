-- Queues a purchase in doubt again, proved by looks at the provider not to be executed.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the attempt's id
-- Returns 'queued' | 'cancelled' (its run was cancelled meanwhile) | 'refused' (not in doubt by this attempt, or an
--         order of it may be left that somebody can still pay)
local field, id = ARGV[1], ARGV[2]
local head, frozen = load_record(field)
if not head or head.t ~= id or head.s ~= 'in-doubt' or head.u then return 'refused' end
local state = redis.call('HGET', KEYS[2], 'phase') == 'cancelled' and 'cancelled' or 'queued'
transition(field, head, frozen, function(record)
  record.s, record.x, record.t, record.f, record.o = state, nil, nil, nil, nil
  clear_error(record)
  if state == 'cancelled' then record.z = now end
end)
write_down()
return state
