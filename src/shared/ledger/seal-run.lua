-- Seals a run: its last purchase is in, the workers may buy, at once or from a time on.
-- KEYS[1] the run (hash)  KEYS[2] counts (hash)
-- ARGV[1] purchases the manifest asks for  ARGV[2] rows of the manifest  ARGV[3] JSON list of the names of its notes
-- ARGV[4] when it is to be worked, in milliseconds; '' for at once
-- Returns 'sealed' | 'already' | an error reply when the ledger does not hold exactly that many,
--         or somebody discarded the run meanwhile
local phase = redis.call('HGET', KEYS[1], 'phase')
if not phase then return redis.error_reply('DISCARDED the run is no longer in the ledger') end
if phase ~= 'submitting' then return 'already' end
local queued = tonumber(redis.call('HGET', KEYS[2], 'queued')) or 0
if queued ~= tonumber(ARGV[1]) then
  return redis.error_reply('INCOMPLETE the ledger holds ' .. queued .. ' purchases of ' .. ARGV[1])
end
redis.call('HSET', KEYS[1], 'total', ARGV[1], 'rows', ARGV[2], 'noteNames', ARGV[3])
if ARGV[4] == '' then redis.call('HSET', KEYS[1], 'phase', 'running')
else redis.call('HSET', KEYS[1], 'phase', 'paused', 'startsAt', ARGV[4]) end
return 'sealed'
