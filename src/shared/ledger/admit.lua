-- Admits a batch of purchases of one bucket as queued. Admitting the same purchase again changes nothing.
-- KEYS    as in record.lua, and KEYS[9] purchases of rows with Count (hash: row -> count)
-- ARGV    field, action, row's count, frozen part; four for each purchase
-- Returns the number newly admitted; an error reply when a position already holds another purchase
if redis.call('HGET', KEYS[2], 'phase') ~= 'submitting' then return 0 end

-- Purchases of one action differ in their frozen part alone.
local queued_heads = {}
local function queued_head(action)
  queued_heads[action] = queued_heads[action] or encode_head({ s = 'queued', a = action, q = now })
  return queued_heads[action]
end

local added = 0
for i = 1, #ARGV, 4 do
  local field, action, row_count, frozen = ARGV[i], ARGV[i + 1], ARGV[i + 2], '\n' .. ARGV[i + 3]
  local head, stored_frozen = load_record(field)
  if not head then
    redis.call('HSET', KEYS[1], field, queued_head(action) .. frozen)
    count_in({ s = 'queued', a = action }, 1)
    if row_count ~= '1' then redis.call('HSET', KEYS[9], string.match(field, '^%d+'), row_count) end
    added = added + 1
  elseif stored_frozen ~= frozen then
    return redis.error_reply('CONFLICT position ' .. field .. ' already holds another purchase')
  end
end
return added
