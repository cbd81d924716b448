-- Puts a purchase in doubt: its answer was lost or cannot be trusted, or its worker was.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the attempt's id, or '' for whichever is open past its deadline
-- ARGV[3] JSON of {e, m, r?}: code, message, request id
-- Returns 'in-doubt' | 'refused' (not this attempt, not open, or not yet past its deadline) | 'unknown' (no such purchase)
local field, id, answer = ARGV[1], ARGV[2], cjson.decode(ARGV[3])
local head, frozen = load_record(field)
if not head then return 'unknown' end
if head.s ~= 'sending' then return 'refused' end
if id == '' and now <= head.d then return 'refused' end
if id ~= '' and head.t ~= id then return 'refused' end

transition(field, head, frozen, function(record)
  record.s, record.w, record.d = 'in-doubt', nil, nil
  record.e, record.m, record.r = answer.e, answer.m, answer.r
end)
write_down()
return 'in-doubt'
