-- Settles purchases: succeeded or failed.
-- KEYS    as in record.lua
-- ARGV[1] JSON of four for each purchase: field, the attempt's id, settled by (answer | reconcile | person), and
--         {s, e?, m?, r?, i?, l?, v?, u?}: state, code, message, request id, order id, resource ids, delivery, unpaid
-- Returns for each 'twice' (another attempt was bought too, as another order: noted for a person) | 'settled' | 'in-doubt' (a refusal that cannot speak for an earlier attempt in doubt)
--         | 'already' (the same outcome stands) | 'refused' (not this attempt, or nothing that this settler may settle;
--         never an answer that it was bought)
--         | 'unknown' (no such purchase) | an error
return for_each(function(field, id, by, outcome)
  local head, frozen = load_record(field)
  if not head then return 'unknown' end
  -- An answer that it was bought is true for ever, whichever attempt it is for and whatever was concluded meanwhile.
  local is_proof = by == 'answer' and outcome.s == 'succeeded'
  if head.t ~= id and not is_proof then return 'refused' end
  if is_proof and head.s == 'succeeded' and head.t ~= id and outcome.i and head.i and outcome.i ~= head.i then
    head.m = 'Bought twice: order ' .. outcome.i .. ' as well.'
    save_record(field, head, frozen)
    return 'twice'
  end
  if head.s == outcome.s then return 'already' end

  local open_to_answer = is_proof or by == 'answer' and (head.s == 'sending' or head.s == 'in-doubt')
  local open_to_look = by ~= 'answer' and head.s == 'in-doubt'
  -- The order that it left behind unpaid was paid since.
  local is_paid_since = by ~= 'answer' and head.s == 'failed' and head.u and outcome.s == 'succeeded' and outcome.i == head.i and head.i
  if not (open_to_answer or open_to_look or is_paid_since) then return 'refused' end

  local is_weak = by == 'answer' and outcome.s == 'failed' and head.x
  transition(field, head, frozen, function(record)
    record.w, record.d = nil, nil
    clear_error(record)
    if outcome.s == 'succeeded' then record.u = nil end
    for name, value in pairs(outcome) do record[name] = value end
    if is_proof then
      record.t, record.n = id, math.max(record.n or 0, 1)
      record.o = record.o or now
      record.f = record.f or record.o
    end
    if is_weak then
      record.s = 'in-doubt'
    else
      record.z, record.b, record.x = now, by, nil
    end
  end)
  return is_weak and 'in-doubt' or 'settled'
end)
