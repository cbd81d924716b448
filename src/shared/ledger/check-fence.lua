-- Tells which server this is, and whether it holds all of a run. Notes how its intents will be written where it does.
-- KEYS[1] the run (hash)
-- ARGV[1] how many replicas the intents of the one who asks wait for; '' when it will write none
-- Returns {the server's history of writes, 'whole' | 'tail-lost' | 'calls-lost'}, as in fence.lua
local verdict = judge_run(KEYS[1])
-- Before the first intent, so that a replica which is cut off by then knows on what terms its call was sent.
if verdict == 'whole' and ARGV[1] ~= '' then note_terms(KEYS[1], tonumber(ARGV[1])) end
return { server.id, verdict }
