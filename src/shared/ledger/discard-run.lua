-- Forgets a run that was never sealed, its purchases included; a sealed one is left alone, as workers may have seen it.
-- KEYS[1] the run (hash)  KEYS[2..] everything else of it
-- Returns 1 if it was forgotten, 0 if it was left alone
if redis.call('HGET', KEYS[1], 'phase') ~= 'submitting' then return 0 end
for _, key in ipairs(KEYS) do redis.call('UNLINK', key) end
return 1
