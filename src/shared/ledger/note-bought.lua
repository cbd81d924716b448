-- Remembers in which runs targets were bought.
-- KEYS    the bucket of each target (hash: field -> run), all of one hash tag
-- ARGV    field, run; two for each target
-- Returns nothing
for i, bucket in ipairs(KEYS) do redis.call('HSET', bucket, ARGV[2 * i - 1], ARGV[2 * i]) end
