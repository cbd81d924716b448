-- What a script can know of the server that runs it; put before scripts that must not trust every server alike.
-- KEYS    none
--
-- `id` names the server's history of writes. A replica that is promoted begins a new one, and so does a server that is
-- started again; only the promoted one names the history `before`, of which it may lack the end.
local server = {}
do
  local info = redis.call('INFO', 'replication')
  server.id = string.match(info, 'master_replid:(%x+)') or ''
  server.before = string.match(info, 'master_replid2:(%x*[1-9a-f]%x*)')
  server.replicas = tonumber(string.match(info, 'connected_slaves:(%d+)')) or 0
end
