-- Notes why a queued purchase is not sent yet, for whoever reads the report.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the reason, in a sentence
-- Returns 1 if it was noted, 0 if the purchase is not queued, or says so already
local head, frozen = load_record(ARGV[1])
if not head or head.s ~= 'queued' or head.m == ARGV[2] then return 0 end
head.m = ARGV[2]
save_record(ARGV[1], head, frozen)
return 1
