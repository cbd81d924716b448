-- Claims the next number for buying the same manifest again, unless somebody just did.
-- KEYS[1] how often each manifest was submitted (hash)
-- ARGV[1] the manifest's hash  ARGV[2] the number known, 0 for none
-- Returns the number that now stands
local known = tonumber(redis.call('HGET', KEYS[1], ARGV[1])) or 0
if known ~= tonumber(ARGV[2]) then return known end
return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
