-- Writes down that something of the provider's belongs to a purchase, unless it is known to be another's.
-- KEYS[1] claims of the line (hash: the provider's id -> purchase)
-- ARGV[1] the purchase  ARGV[2..] the provider's ids
-- Returns 1 if all of them are the purchase's now, 0 if nothing was written
for i = 2, #ARGV do
  local owner = redis.call('HGET', KEYS[1], ARGV[i])
  if owner and owner ~= ARGV[1] then return 0 end
end
for i = 2, #ARGV do redis.call('HSET', KEYS[1], ARGV[i], ARGV[1]) end
return 1
