-- Forgets a run, its purchases included, if nothing of it is left to settle.
-- KEYS[1] the run (hash)  KEYS[2] counts by state (hash)  KEYS[3..] everything else of it
-- Returns 'forgotten' | 'unknown' | 'unsettled'
local phase = redis.call('HGET', KEYS[1], 'phase')
if not phase then return 'unknown' end
if phase == 'submitting' then return 'unsettled' end
for _, left in ipairs(redis.call('HMGET', KEYS[2], 'queued', 'sending', 'in-doubt')) do
  if (tonumber(left) or 0) > 0 then return 'unsettled' end
end
for _, key in ipairs(KEYS) do redis.call('UNLINK', key) end
return 'forgotten'
