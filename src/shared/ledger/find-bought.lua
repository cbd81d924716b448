-- Tells which targets were bought before.
-- KEYS  the bucket of each target (hash: target -> run)
-- ARGV  the field of each, in the same order
-- Returns place, run; two for each that was bought, the first place being 1
local bought = {}
for i, bucket in ipairs(KEYS) do
  local run = redis.call('HGET', bucket, ARGV[i])
  if run then
    bought[#bought + 1] = i
    bought[#bought + 1] = run
  end
end
return bought
