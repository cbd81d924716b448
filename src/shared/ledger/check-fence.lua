-- Tells which server this is, and whether it holds all of a run.
-- KEYS[1] the run (hash)
-- Returns {the server's history of writes, 'whole' | 'tail-lost' | 'calls-lost'}, as in fence.lua
return { server.id, judge_run(KEYS[1]) }
