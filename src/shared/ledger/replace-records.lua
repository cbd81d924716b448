-- Replaces records by what they are in another format, unless they were changed meanwhile.
-- KEYS[1] bucket of purchases (hash: position -> record)
-- ARGV    three for each: field, the record as it was read, the record as it is to be
-- Returns how many were replaced
local replaced = 0
for i = 1, #ARGV, 3 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
    replaced = replaced + 1
  end
end
return replaced
