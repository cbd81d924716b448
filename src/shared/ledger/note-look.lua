-- Notes that an open question was looked up in vain, and when to look again.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the attempt's id  ARGV[3] milliseconds until the next look
-- ARGV[4] '1' if the look showed no trace of a purchase, '0' if it showed nothing that counts
-- ARGV[5] what was seen, in a sentence
-- Returns {looks without a trace, milliseconds since the first of them} | {'refused'}
local field, id, next_in, is_without_trace, seen = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1', ARGV[5]
local head, frozen = load_record(field)
if not head or head.t ~= id or not is_open_question(head) then return { 'refused' } end
if is_without_trace then
  head.k = (head.k or 0) + 1
  head.h = head.h or now
end
if head.s == 'in-doubt' then head.m = seen end
save_record(field, head, frozen)
redis.call('ZADD', KEYS[6], now + next_in, field)
return { head.k or 0, head.h and now - head.h or 0 }
