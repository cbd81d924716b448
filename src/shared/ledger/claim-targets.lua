-- Claims targets for purchases: while one of them may yet buy for a target, no other one does.
-- KEYS     the claim of each target (string: purchase/claim's own id), all of one hash tag
-- ARGV[1]  milliseconds after which a claim lapses
-- ARGV     from the second on, three for each target: the purchase, the claim that it would make, and the claim of
--          another one that may be taken over, as it was read ('' = none)
-- Returns  the claim that stands now, of each target
local claims = {}
for i, key in ipairs(KEYS) do
  local purchase, own, other = ARGV[3 * i - 1], ARGV[3 * i], ARGV[3 * i + 1]
  local held = redis.call('GET', key)
  local is_ours = held and string.sub(held, 1, #purchase + 1) == purchase .. '/'
  if not held or is_ours or held == other then
    redis.call('SET', key, own, 'PX', ARGV[1])
    held = own
  end
  claims[i] = held
end
return claims
