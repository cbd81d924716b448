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

local function decode_head(text)
  local stored = cjson.decode(text)
  if stored[1] ~= form then
    return error('FORM a purchase was written by another version of tcbatch: form ' .. tostring(stored[1]) .. ', not ' .. form)
  end
  local head, f, o, z, t, r, v, b = stored[13] or {}, unpack(stored, 6, 12)
  head.s, head.a, head.q, head.n = unpack(stored, 2, 5)
  if f ~= null then head.f = head.q + f end
  if o ~= null then head.o = (head.f or head.q) + o end
  if z ~= null then head.z = (head.o or head.f or head.q) + z end
  if t ~= null then head.t = t end
  if r ~= null then head.r = r end
  if v ~= null then head.v = v end
  if b ~= null then head.b = b end
  return head
end

local function load_record(field)
  local stored = redis.call('HGET', KEYS[1], field)
  if not stored then return nil end
  local cut = string.find(stored, '\n', 1, true)
  return decode_head(string.sub(stored, 1, cut - 1)), string.sub(stored, cut)
end

-- What the script changes in the counts and which purchases went which way, until `write_down`: of a batch most go the
-- same way, and their counts change once.
local tallies = { [3] = {}, [4] = {} }
local ways = {}

local function tally(hash, field, by)
  tallies[hash][field] = (tallies[hash][field] or 0) + by
end

local function count_in(head, by)
  tally(3, head.s, by)
  tally(3, head.a .. '/' .. head.s, by)
  if head.s == 'succeeded' and head.v == 'pending' then tally(3, 'pending', by) end
  if head.e and (head.s == 'failed' or head.s == 'in-doubt') then
    tally(4, head.s .. '|' .. head.a .. '|' .. head.e, by)
  end
end

local function note_way(field, from, head)
  local name = table.concat({ head.a, from.s, head.s, head.e or '' }, '|')
  ways[name] = ways[name] or { fields = {}, a = head.a, from = from.s, to = head.s, e = head.e or '' }
  table.insert(ways[name].fields, field)
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
  if head.s == 'sending' then redis.call('ZADD', KEYS[5], head.d, field)
  elseif was_sending then redis.call('ZREM', KEYS[5], field) end
  if is_open_question(head) then redis.call('ZADD', KEYS[6], now, field)
  elseif was_question then redis.call('ZREM', KEYS[6], field) end
end

local function save_record(field, head, frozen)
  redis.call('HSET', KEYS[1], field, encode_head(head) .. frozen)
end

-- Alters a record through `change` and has it counted where it goes. The script ends with `write_down`.
local function transition(field, head, frozen, change)
  local from = { s = head.s, a = head.a, e = head.e, v = head.v }
  local was_question = is_open_question(head)
  change(head)
  -- First, and counted only then: a Redis that is full, or read-only, refuses the first write of a script, and no other.
  save_record(field, head, frozen)
  index_by_state(field, head, from.s == 'sending', was_question)
  count_in(from, -1)
  count_in(head, 1)
  note_way(field, from, head)
end

-- Writes the counts, the events that live views read (one for all that went the same way), and whether the run is
-- finished. To be called once, after the last transition.
local function write_down()
  for hash, fields in pairs(tallies) do
    for field, by in pairs(fields) do
      if by ~= 0 then redis.call('HINCRBY', KEYS[hash], field, by) end
    end
  end
  for _, way in pairs(ways) do
    local fields = table.concat(way.fields, ' ')
    redis.call('XADD', KEYS[7], 'MAXLEN', '~', 1000, '*', 'p', fields, 'a', way.a, 'from', way.from, 'to', way.to, 'e', way.e)
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
