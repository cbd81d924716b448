-- Completes a settled purchase with what the provider showed later: what was delivered, or the order left to pay.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the attempt's id  ARGV[3] JSON of {i?, l?, v?}: order id, resource ids, delivery
-- Returns 'completed' | 'refused' (not this attempt, or nothing was missing)
local field, id, found = ARGV[1], ARGV[2], cjson.decode(ARGV[3])
local head, frozen = load_record(field)
if not head or head.t ~= id or head.s == 'in-doubt' or not is_open_question(head) then return 'refused' end
transition(field, head, frozen, function(record)
  for name, value in pairs(found) do record[name] = value end
end)
write_down()
return 'completed'
