-- Lets a run be bought from on this server, once what it may lack was looked up.
-- KEYS[1] the run (hash)  KEYS[2] attempts that are open (zset)
-- ARGV[1] the server on which that was done
-- ARGV[2] '1' when the run's lines are held, so that a person decides what is sent next
-- Returns 'lifted' | 'open' (an attempt is open again) | 'calls-lost' (only with its lines held) |
--         'moved' (this is another server by now)
local verdict = judge_run(KEYS[1])
if verdict == 'whole' then return 'lifted' end
if server.id ~= ARGV[1] then return 'moved' end
if redis.call('ZCARD', KEYS[2]) > 0 then return 'open' end
if verdict == 'calls-lost' and ARGV[2] ~= '1' then return verdict end
redis.call('HSET', KEYS[1], 'server', server.id, 'replicas', server.replicas)
-- The workers say anew how they send; until then a server that takes this one's place is not told that they wait.
redis.call('HDEL', KEYS[1], 'confirmed', 'weakenedAt')
return 'lifted'
