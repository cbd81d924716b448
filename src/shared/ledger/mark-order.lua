-- Marks how far the order is paid that a failed purchase left behind. While it is being paid, the purchase is not
-- queued again, whoever asks for it: it would be bought beside its order.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the attempt's id  ARGV[3] the order's id
-- ARGV[4] 'paying' (a call that pays it is about to be sent) | 'waiting' (not paid) | 'gone' (nobody can pay it any more)
-- Returns 'marked' | 'refused' (not this attempt, or no such order is left)
-- The field u is 1 for an order that waits, and 1 more for each payment of which nobody knows yet how it ended: two
-- terminals may pay at once, and that one is refused tells nothing of the other.
local field, id, order, standing = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local head, frozen = load_record(field)
if not head or head.t ~= id or head.s ~= 'failed' or not head.u or head.i ~= order then return 'refused' end
local marks = { paying = head.u + 1, waiting = math.max(1, head.u - 1) }
head.u = marks[standing]
save_record(field, head, frozen)
return 'marked'
