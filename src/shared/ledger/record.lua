-- What the transitions of one run's purchases share; put before each of their scripts.
--
-- KEYS[1] bucket of purchases (hash: position -> record)   KEYS[2] the run (hash)
-- KEYS[3] counts by state and by action/state (hash)       KEYS[4] counts by state|action|code (hash)
-- KEYS[5] attempts that are open (zset by deadline)        KEYS[6] purchases to look up (zset by when to look next)
-- KEYS[7] events (stream)                                  KEYS[8] calls of the last seconds (hash)
--
-- A record is the purchase's changing part as JSON, a newline, and its frozen part, which no script reads or alters.
-- The names in the changing part are single letters, as there may be millions of them; `record.ts` spells them out.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function load_record(field)
  local stored = redis.call('HGET', KEYS[1], field)
  if not stored then return nil end
  local cut = string.find(stored, '\n', 1, true)
  return cjson.decode(string.sub(stored, 1, cut - 1)), string.sub(stored, cut)
end

local function count_in(head, by)
  redis.call('HINCRBY', KEYS[3], head.s, by)
  redis.call('HINCRBY', KEYS[3], head.a .. '/' .. head.s, by)
  if head.e and (head.s == 'failed' or head.s == 'in-doubt') then
    redis.call('HINCRBY', KEYS[4], head.s .. '|' .. head.a .. '|' .. head.e, by)
  end
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
local function index_by_state(field, head)
  if head.s == 'sending' then redis.call('ZADD', KEYS[5], head.d, field) else redis.call('ZREM', KEYS[5], field) end
  if is_open_question(head) then redis.call('ZADD', KEYS[6], now, field) else redis.call('ZREM', KEYS[6], field) end
end

local function save_record(field, head, frozen)
  redis.call('HSET', KEYS[1], field, cjson.encode(head) .. frozen)
end

-- Alters a record through `change`, moving it from one count to the other and writing the event that live views read.
local function transition(field, head, frozen, change)
  local from = head.s
  count_in(head, -1)
  change(head)
  count_in(head, 1)
  index_by_state(field, head)
  save_record(field, head, frozen)
  redis.call('XADD', KEYS[7], 'MAXLEN', '~', 1000, '*', 'p', field, 'a', head.a, 'from', from, 'to', head.s, 'e', head.e or '')
  note_finish()
end

-- Forgets the error of an attempt that no longer counts, and what was seen when it was looked up.
local function clear_error(head)
  head.e, head.m, head.k, head.h = nil, nil, nil, nil
end
