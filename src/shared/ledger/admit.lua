-- Admits purchases of one action and one bucket as queued. Admitting the same purchase again changes nothing.
-- KEYS    as in record.lua, and KEYS[9] purchases of rows with Count (hash: row -> count)
-- ARGV[1] the action  ARGV[2] how many purchases
-- ARGV    then field, frozen part; two for each purchase; then row, count; two for each row with Count whose first
--         purchase is among them
-- Returns the number newly admitted; an error reply, and nothing admitted, when a position already holds another purchase
if redis.call('HGET', KEYS[2], 'phase') ~= 'submitting' then return 0 end

local action, last = ARGV[1], 2 + 2 * tonumber(ARGV[2])
-- Purchases of one action differ in their frozen part alone.
local head = encode_head({ s = 'queued', a = action, q = now })

local fields = {}
for i = 3, last, 2 do fields[#fields + 1] = ARGV[i] end
local held = redis.call('HMGET', KEYS[1], unpack(fields))

local new = {}
for i, field in ipairs(fields) do
  local frozen = '\n' .. ARGV[2 + 2 * i]
  if not held[i] then
    new[#new + 1] = field
    new[#new + 1] = head .. frozen
  else
    local _, stored_frozen = load_record(field)
    if stored_frozen ~= frozen then
      return redis.error_reply('CONFLICT position ' .. field .. ' already holds another purchase')
    end
  end
end
if #new == 0 then return 0 end

-- Once for all of them: a command for each would cost Redis more than the purchases themselves.
local added = redis.call('HSET', KEYS[1], unpack(new))
count_in({ s = 'queued', a = action }, added)
if #ARGV > last then redis.call('HSET', KEYS[9], unpack(ARGV, last + 1)) end
write_down()
return added
