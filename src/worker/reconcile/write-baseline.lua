-- Writes down what was there before a run's first call, unless another worker did.
-- KEYS[1] the run's baseline (set)
-- ARGV    ids
-- Returns 1 if it was written, 0 if it was there
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
for _, id in ipairs(ARGV) do redis.call('SADD', KEYS[1], id) end
return 1
