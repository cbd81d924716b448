-- Admits purchases of one line and one bucket as queued. Admitting the same purchase again adds nothing.
-- KEYS    as in record.lua, and KEYS[9] purchases of rows with Count (hash: row -> count)
-- ARGV[1] the line's name  ARGV[2] how many purchases
-- ARGV    then field, frozen part; two for each purchase; then row, count; two for each row with Count whose first
--         purchase is among them
-- Returns the number newly admitted; an error reply, and nothing admitted, when a position already holds another purchase
if redis.call('HGET', KEYS[2], 'phase') ~= 'submitting' then return 0 end

local line, last = ARGV[1], 2 + 2 * tonumber(ARGV[2])
-- Purchases of one line differ in their frozen part alone.
local head = encode_head({ s = 'queued', a = line, q = now })

local fields = {}
for i = 3, last, 2 do fields[#fields + 1] = ARGV[i] end
local held = redis.call('HMGET', KEYS[1], unpack(fields))

local function body_of(frozen_part)
  return string.match(frozen_part, '^\n([^\n]*)')
end

local written = {}
for i, field in ipairs(fields) do
  local frozen = '\n' .. ARGV[2 + 2 * i]
  local stored_head, stored_frozen
  if held[i] then stored_head, stored_frozen = load_record(field) end
  if stored_head and (stored_head.a ~= line or body_of(stored_frozen) ~= body_of(frozen)) then
    return redis.error_reply('CONFLICT position ' .. field .. ' already holds another purchase')
  end
  -- The same purchase may have other notes by now, or another line in its file; nobody has seen it yet.
  if stored_frozen ~= frozen then
    written[#written + 1] = field
    written[#written + 1] = head .. frozen
  end
end
if #written == 0 then return 0 end

-- Once for all of them: a command for each would cost Redis more than the purchases themselves.
local added = redis.call('HSET', KEYS[1], unpack(written))
count_in({ s = 'queued', a = line }, added)
if #ARGV > last then redis.call('HSET', KEYS[9], unpack(ARGV, last + 1)) end
write_down()
return added
