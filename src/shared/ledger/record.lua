-- What the transitions of one run's purchases share; put before each of their scripts.
--
-- KEYS[1] bucket of purchases (hash: position -> record)   KEYS[2] the run (hash)
-- KEYS[3] counts by state and by line/state (hash)         KEYS[4] counts by state|line|code (hash)
-- KEYS[5] attempts that are open (zset by deadline)        KEYS[6] purchases to look up (zset by when to look next)
-- KEYS[7] events (stream)                                  KEYS[8] calls of the last minute (hash)
-- ARGV    each script's own; where it uses `for_each`, ARGV[1] is JSON of a list for each purchase: what its step is given
-- Returns nothing of its own; `for_each` gives what a batch's script returns, a reply for each
--
-- A record is the purchase's changing part as a JSON array on one line, then its frozen part, which no script reads or
-- alters. Scripts know the fields of the changing part by the letters that `record-head.ts` explains. The array holds
-- {form, s, a, q, n, f, o, z, t, r, v, b, the other fields by letter}; the times f, o and z are milliseconds after
-- whichever stands before them, q first.

local form = 2
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local null = cjson.null

-- Every call comes through here twice, so nothing is looped over.
local function encode_head(head)
  local q, f, o, z = head.q, head.f, head.o, head.z
  local rest = nil
  if head.w or head.d or head.x or head.k or head.h or head.e or head.m or head.i or head.l or head.u or head.y then
    rest = { w = head.w, d = head.d, x = head.x, k = head.k, h = head.h, e = head.e, m = head.m, i = head.i, l = head.l, u = head.u, y = head.y }
  end
  return cjson.encode({
    form,
    head.s,
    head.a,
    q,
    head.n or 0,
    f and f - q or null,
    o and o - (f or q) or null,
    z and z - (o or f or q) or null,
    head.t or null,
    head.r or null,
    head.v or null,
    head.b or null,
    rest,
  })
end

-- A time by the one that it stands after.
local function time_after(before, passed)
  return passed ~= null and before + passed or nil
end

local function decode_head(text)
  local stored = cjson.decode(text)
  if stored[1] ~= form then
    return error('FORM a purchase was written by another version of tcbatch: form ' .. tostring(stored[1]) .. ', not ' .. form)
  end
  local q, n, f, o, z, t, r, v, b = unpack(stored, 4, 12)
  f = time_after(q, f)
  o = time_after(f or q, o)
  local head = {
    s = stored[2], a = stored[3], q = q, n = n, f = f, o = o, z = time_after(o or f or q, z),
    t = t ~= null and t or nil, r = r ~= null and r or nil, v = v ~= null and v or nil, b = b ~= null and b or nil,
  }
  if stored[13] then
    for name, value in pairs(stored[13]) do head[name] = value end
  end
  return head
end

-- Writes that wait, as one command for many purchases costs Redis far less than one for each: the records, the attempts
-- that open or close, the questions that come up or are answered. Records go first: a Redis that is full, or read-only,
-- refuses the first write of a script, and no other.
local waiting = {
  records = { 'HSET', KEYS[1] },
  opened = { 'ZADD', KEYS[5] },
  closed = { 'ZREM', KEYS[5] },
  asked = { 'ZADD', KEYS[6] },
  answered = { 'ZREM', KEYS[6] },
}
local order = { 'records', 'opened', 'closed', 'asked', 'answered' }
local waits = {}
-- Lua hands over some thousands of values at once.
local most_values = 2000

local function write_waiting()
  for _, kind in ipairs(order) do
    local command = waiting[kind]
    if #command > 2 then redis.call(unpack(command)) end
    waiting[kind] = { command[1], command[2] }
  end
  waits = {}
end

local function write_later(kind, first, second)
  local command = waiting[kind]
  command[#command + 1] = first
  command[#command + 1] = second
end

local function load_record(field)
  if waits[field] then write_waiting() end
  local stored = redis.call('HGET', KEYS[1], field)
  if not stored then return nil end
  local cut = string.find(stored, '\n', 1, true)
  return decode_head(string.sub(stored, 1, cut - 1)), string.sub(stored, cut)
end

-- Which purchases went which way, and what that changes in the counts, until `write_down`: of a batch most go the same
-- way, and are counted once.
local tallies = { [3] = {}, [4] = {} }
local ways = {}
local newest_way = nil

local function tally(hash, field, by)
  tallies[hash][field] = (tallies[hash][field] or 0) + by
end

-- Of so many purchases that stand as `head` does; its fields s, a, e and v count.
local function count_in(head, by)
  tally(3, head.s, by)
  tally(3, head.a .. '/' .. head.s, by)
  if head.s == 'succeeded' and head.v == 'pending' then tally(3, 'pending', by) end
  if head.e and (head.s == 'failed' or head.s == 'in-doubt') then
    tally(4, head.s .. '|' .. head.a .. '|' .. head.e, by)
  end
end

local function is_alike(one, other)
  return one.s == other.s and one.a == other.a and one.e == other.e and one.v == other.v
end

local function way_between(from, to)
  if newest_way and is_alike(newest_way.to, to) and is_alike(newest_way.from, from) then return newest_way end
  local to_and_from = { to.a, from.s, from.e or '', from.v or '', to.s, to.e or '', to.v or '' }
  local name = table.concat(to_and_from, '|')
  ways[name] = ways[name] or { fields = {}, from = from, to = { s = to.s, a = to.a, e = to.e, v = to.v } }
  newest_way = ways[name]
  return newest_way
end

-- Where it came from names no line, it was nowhere before.
local function note_way(field, from, to)
  local fields = way_between(from, to).fields
  fields[#fields + 1] = field
end

-- A run is finished while nothing of it is queued or being sent; a purchase queued again opens it again.
local function note_finish()
  local left = redis.call('HMGET', KEYS[3], 'queued', 'sending')
  if (tonumber(left[1]) or 0) + (tonumber(left[2]) or 0) == 0 then
    redis.call('HSETNX', KEYS[2], 'finishedAt', now)
  else
    redis.call('HDEL', KEYS[2], 'finishedAt')
  end
end

-- What only the provider can tell: whether it was bought, what was delivered, which order waits to be paid.
local function is_open_question(head)
  return head.s == 'in-doubt' or (head.s == 'succeeded' and head.v == 'pending') or (head.s == 'failed' and head.u and not head.i)
end

-- Keeps the index of open attempts and the one of open questions in step with the state that is written.
local function index_by_state(field, head, was_sending, was_question)
  if head.s == 'sending' then write_later('opened', head.d, field)
  elseif was_sending then write_later('closed', field) end
  if is_open_question(head) then write_later('asked', now, field)
  elseif was_question then write_later('answered', field) end
end

local function save_record(field, head, frozen)
  redis.call('HSET', KEYS[1], field, encode_head(head) .. frozen)
end

-- Alters a record through `change` and has it counted where it goes. The script ends with `write_down`.
local function transition(field, head, frozen, change)
  local from = { s = head.s, a = head.a, e = head.e, v = head.v }
  local was_question = is_open_question(head)
  change(head)
  write_later('records', field, encode_head(head) .. frozen)
  waits[field] = true
  index_by_state(field, head, from.s == 'sending', was_question)
  note_way(field, from, head)
  if #waiting.records > most_values then write_waiting() end
end

-- Writes what waits, the counts, the events that live views read (one for all that went the same way), and whether the
-- run is finished. To be called once, after the last transition.
local function write_down()
  write_waiting()
  for _, way in pairs(ways) do
    if way.from.a then count_in(way.from, -#way.fields) end
    count_in(way.to, #way.fields)
  end
  for hash, fields in pairs(tallies) do
    for field, by in pairs(fields) do
      if by ~= 0 then redis.call('HINCRBY', KEYS[hash], field, by) end
    end
  end
  for _, way in pairs(ways) do
    local from, to = way.from, way.to
    local fields = table.concat(way.fields, ' ')
    redis.call('XADD', KEYS[7], 'MAXLEN', '~', 1000, '*', 'p', fields, 'a', to.a, 'from', from.s, 'to', to.s, 'e', to.e or '')
  end
  if next(ways) then note_finish() end
end

-- Takes one step for each purchase of a batch, and writes down what they changed. Returns their replies in order. What
-- goes wrong with one is its own reply, an error, and no other's.
local function for_each(step)
  local replies = {}
  for i, values in ipairs(cjson.decode(ARGV[1])) do
    local went_well, reply = pcall(step, unpack(values))
    replies[i] = went_well and reply or redis.error_reply(type(reply) == 'table' and reply.err or tostring(reply))
  end
  write_down()
  return replies
end

-- Forgets the error of an attempt that no longer counts, and what was seen when it was looked up.
local function clear_error(head)
  head.e, head.m, head.k, head.h = nil, nil, nil, nil
end

-- Counts a call in the five-second slot in which its attempt was opened; fifteen slots overwrite each other. A slot that
-- is written over already is left alone.
local function count_call(action, opened_at, by)
  local slot = math.floor(opened_at / 5000)
  local cell = action .. '/' .. (slot % 15)
  local seen_slot, seen = string.match(redis.call('HGET', KEYS[8], cell) or '', '^(%d+):(%d+)$')
  local calls = (tonumber(seen_slot) == slot and tonumber(seen) or 0) + by
  if calls >= 0 then redis.call('HSET', KEYS[8], cell, string.format('%.0f:%d', slot, calls)) end
end
