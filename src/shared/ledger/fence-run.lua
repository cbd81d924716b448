-- Fences a run whose ledger is an older copy: of what was sent since, even the intent is missing.
-- KEYS[1] the run (hash)
-- Returns 1 if it is fenced, 0 for a run that nobody knows
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
-- No server has this name, one other is said to have known more, and no call waited for this one.
redis.call('HSET', KEYS[1], 'server', '', 'replicas', 1, 'confirmed', 0)
return 1
