-- Cancels those purchases of a batch that are queued. What was sent, ever, is left alone.
-- KEYS    as in record.lua
-- ARGV    fields
-- Returns the number cancelled
local cancelled = 0
for _, field in ipairs(ARGV) do
  local head, frozen = load_record(field)
  if head and head.s == 'queued' then
    transition(field, head, frozen, function(record)
      record.s, record.z = 'cancelled', now
      clear_error(record)
    end)
    cancelled = cancelled + 1
  end
end
write_down()
return cancelled
