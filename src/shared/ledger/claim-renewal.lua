-- Claims the right to renew something for one purchase; nobody else may renew it until that purchase is settled.
-- KEYS[1] what is being renewed (hash: resource -> JSON of {p, c, f?}: the purchase, the claim's own id, and the floor:
--         {date that a renewal is known to have moved the expiry to, until when an earlier date is not believed})
-- ARGV[1] the resource  ARGV[2] the purchase  ARGV[3] the claim's own id
-- ARGV[4] the claim that may be taken over, as it was read; '' = none  ARGV[5] JSON of the floor; '' = as it was
-- Returns {'claimed' | 'held', the claim that stands}
local held = redis.call('HGET', KEYS[1], ARGV[1])
local known = held and cjson.decode(held) or {}
if held and known.p ~= ARGV[2] and held ~= ARGV[4] then return { 'held', held } end
-- Its own id makes each claim another one: what somebody read of an earlier one can no longer be taken over.
local floor = ARGV[5] ~= '' and cjson.decode(ARGV[5]) or known.f
local claim = cjson.encode({ p = ARGV[2], c = ARGV[3], f = floor })
redis.call('HSET', KEYS[1], ARGV[1], claim)
return { 'claimed', claim }
