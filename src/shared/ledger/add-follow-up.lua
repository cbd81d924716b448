-- Adds one purchase that follows another to the companion of a run. Adding it again changes nothing.
-- KEYS    as in record.lua
-- ARGV[1] field  ARGV[2] the line's name  ARGV[3] frozen part
-- Returns 'queued' | 'cancelled' (the run was cancelled meanwhile) | 'already' (one stands there, whatever it is)
--         | 'unknown' (there is no companion) | 'archived' (it came from an archive: nothing of it is ever sent)
local field, line, frozen = ARGV[1], ARGV[2], ARGV[3]
local phase = redis.call('HGET', KEYS[2], 'phase')
if not phase then return 'unknown' end
if phase == 'archived' then return 'archived' end
if redis.call('HEXISTS', KEYS[1], field) == 1 then return 'already' end

local state = phase == 'cancelled' and 'cancelled' or 'queued'
local head = { s = state, a = line, q = now, z = state == 'cancelled' and now or nil }
save_record(field, head, '\n' .. frozen)
note_way(field, { s = 'waiting' }, head)
write_down()
return state
