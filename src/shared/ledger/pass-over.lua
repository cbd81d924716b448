-- Passes queued purchases over before their call: a look showed that it is so already, or that it cannot be bought.
-- KEYS    as in record.lua
-- ARGV[1] JSON of two for each purchase: field, and {s, e?, m}: state (skipped | failed), code, what was seen
-- Returns for each 'passed' | 'refused' (it is not queued, or its run does not run) | 'unknown' (no such purchase)
--         | 'fenced' (this server may lack a call that was sent for it; to be asked again later) | an error
local phase = redis.call('HGET', KEYS[2], 'phase')

return for_each(function(field, outcome)
  local head, frozen = load_record(field)
  if not head then return 'unknown' end
  if judge_run(KEYS[2]) ~= 'whole' then return 'fenced' end
  if phase ~= 'running' or head.s ~= 'queued' then return 'refused' end
  transition(field, head, frozen, function(record)
    clear_error(record)
    for name, value in pairs(outcome) do record[name] = value end
    record.z, record.b = now, 'reconcile'
  end)
  return 'passed'
end)
