-- Gives out send times, evenly spaced over all processes, never far ahead.
-- KEYS    as in pace.lua
-- ARGV[1] the asking process's own rate, in calls a second
-- ARGV[2] microseconds between two send times at one call a second
-- ARGV[3] how far ahead a slot may be given out, in microseconds
-- ARGV[4] how far ahead it is given out at least: time that writing the intent down is known to take
-- ARGV[5] how far ahead any process may give one out
-- ARGV[6] how many slots are wanted at most
-- Returns {'held'} | {'mixed'}, leases are out or asked for
--         | {'wait', now, microseconds until it is worth asking again}
--         | {'slots', now, microseconds until each send time, earliest first, one after the other with a space between};
--         now is microseconds since 1970
if redis.call('EXISTS', KEYS[2]) == 1 then return { 'held' } end
sit_out_other_server(KEYS[1], ARGV[5])

local state = redis.call('HMGET', KEYS[1], 'last', 'rate', 'pause', 'cold', 'leaseAsked', 'late')
-- Both on one line would let twice as many calls go. Strict pacing goes first, as it promises more: who waits for a
-- lease asks several times a second.
local is_lease_wanted = now < (tonumber(state[5]) or 0) + 5000000
if is_lease_wanted or redis.call('ZCOUNT', KEYS[4], now / 1000, '+inf') > 0 then return { 'mixed' } end

local last, cold = tonumber(state[1]), tonumber(state[4]) or 0
local own_rate, widen = tonumber(ARGV[1]), read_widen()

-- Reckoned from the last send time given out and not ahead of it: a rate that is set now counts for the next one.
local function after(sent, rate)
  return sent + ARGV[2] / rate_for(rate) * widen * (cold > 0 and 1.04 or 1)
end

-- Of calls that leave when they are due, one more than the limit takes a second and the air that is left for their way.
-- Where the first of them left later, the last does too: what is due within so long of its turn is due at its end.
local late = {}
for due, by in string.gmatch(state[6] or '', '(%d+):(%d+)') do
  late[#late + 1] = { turn = due + ARGV[2], by = tonumber(by) }
end
local function clear_of_late(due)
  for _, call in ipairs(late) do
    if due > call.turn - 1000 and due < call.turn + call.by then due = call.turn + call.by end
  end
  return due
end

local free = math.max(last and after(last, tonumber(state[2]) or own_rate) or 0, tonumber(state[3]) or 0)
local due = clear_of_late(math.max(free, now + ARGV[4]))

local horizon = now + ARGV[3]
if due > horizon then return { 'wait', string.format('%.0f', now), string.format('%.0f', due - horizon) } end

-- The first calls of a line that was idle leave unevenly, as programs warm up on both sides: one second's worth of
-- them gets a little more room.
if now - free > 1000000 then cold = 21 end
local until_each = {}
for _ = 1, ARGV[6] do
  if due > horizon then break end
  until_each[#until_each + 1] = string.format('%.0f', due - now)
  cold = math.max(0, cold - 1)
  last = due
  due = clear_of_late(after(last, own_rate))
end
redis.call('HSET', KEYS[1], 'last', string.format('%.0f', last), 'rate', ARGV[1], 'cold', cold)
-- A line that was idle this long has no neighbours to keep a distance from.
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(600000, (due - last) / 500)))
return { 'slots', string.format('%.0f', now), table.concat(until_each, ' ') }
