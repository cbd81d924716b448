import type { Mutation } from './mutant.ts';

/** Each guard of the ledger that money depends on, and the ledger without it. The title says what is missing. */
export const mutations: readonly (Mutation & { readonly title: string })[] = [
  // open-attempt
  {
    title: 'open-attempt sends in a run that is paused or cancelled',
    file: 'open-attempt.lua',
    before: "phase ~= 'running' or not (",
    after: 'not (',
  },
  {
    title: 'open-attempt sends beside an attempt that is open',
    file: 'open-attempt.lua',
    before: "head.s == 'queued' or may_resend",
    after: "head.s == 'queued' or head.s == 'sending' or may_resend",
  },
  {
    title: 'open-attempt sends what failed',
    file: 'open-attempt.lua',
    before: "head.s == 'queued' or may_resend",
    after: "head.s == 'queued' or head.s == 'failed' or may_resend",
  },
  {
    title: 'open-attempt sends a doubt again whose token is no longer remembered',
    file: 'open-attempt.lua',
    before: 'and head.f and now < head.f + token_window',
    after: 'and head.f',
  },
  {
    title: 'open-attempt never sends a doubt again',
    file: 'open-attempt.lua',
    before: "local may_resend = head.s == 'in-doubt'",
    after: "local may_resend = head.s == 'nothing'",
  },
  {
    title: 'open-attempt answers its own repeated question with no',
    file: 'open-attempt.lua',
    before: "if head.s == 'sending' and head.t == id then",
    after: 'if false then',
  },
  {
    title: 'open-attempt consents to everybody while an attempt is open',
    file: 'open-attempt.lua',
    before: "if head.s == 'sending' and head.t == id then",
    after: "if head.s == 'sending' then",
  },
  {
    title: 'open-attempt forgets that an earlier attempt may have been executed',
    file: 'open-attempt.lua',
    before: 'table.insert(record.x, record.t)',
    after: 'record.x = nil',
  },
  {
    title: 'open-attempt forgets why a purchase is in doubt',
    file: 'open-attempt.lua',
    before: "if record.s ~= 'in-doubt' then\n      clear_error(record)",
    after: "clear_error(record)\n    if record.s ~= 'in-doubt' then",
  },
  {
    title: 'open-attempt takes the expiry from after a call that may have renewed for the one before it',
    file: 'open-attempt.lua',
    before: '      record.y = expiry or nil\n    elseif',
    after: "    end\n    record.y = expiry or nil\n    if record.s == 'in-doubt' and",
  },
  {
    title: 'open-attempt keeps the expiry from before an attempt that is over',
    file: 'open-attempt.lua',
    before: 'record.y = expiry or nil',
    after: 'record.y = record.y or expiry or nil',
  },
  // pass-over
  {
    title: 'pass-over settles what is being sent or in doubt',
    file: 'pass-over.lua',
    before: "or head.s ~= 'queued' then",
    after: "or not (head.s == 'queued' or head.s == 'sending' or head.s == 'in-doubt') then",
  },
  {
    title: 'pass-over settles what is settled',
    file: 'pass-over.lua',
    before: "or head.s ~= 'queued' then",
    after: "or head.s == 'sending' or head.s == 'in-doubt' then",
  },
  {
    title: 'pass-over settles in a run that is paused',
    file: 'pass-over.lua',
    before: "phase ~= 'running' or ",
    after: '',
  },
  {
    title: 'pass-over leaves the reason of an earlier wait behind',
    file: 'pass-over.lua',
    before: 'clear_error(record)\n',
    after: '\n',
  },
  {
    title: 'note-waiting says of what is settled that it waits',
    file: 'note-waiting.lua',
    before: "head.s ~= 'queued' or",
    after: "head.s == 'sending' or",
  },
  // put-back
  {
    title: 'put-back listens to an attempt that is not the last',
    file: 'put-back.lua',
    before: 'head.t ~= id or ',
    after: '',
  },
  {
    title: 'put-back listens to an attempt that is settled',
    file: 'put-back.lua',
    before: "head.t ~= id or not (head.s == 'sending' or head.s == 'in-doubt')",
    after: 'head.t ~= id',
  },
  {
    title: 'put-back queues although an earlier attempt may have been executed',
    file: 'put-back.lua',
    before: "if head.x then state = 'in-doubt'",
    after: "if false then state = 'in-doubt'",
  },
  {
    title: 'put-back queues in a run that was cancelled',
    file: 'put-back.lua',
    before: "== 'cancelled' then state = 'cancelled' end",
    after: "== 'nothing' then state = 'cancelled' end",
  },
  {
    title: 'put-back leaves the doubt to the attempt that was taken back',
    file: 'put-back.lua',
    before: 'record.t = table.remove(record.x)',
    after: 'table.remove(record.x)',
  },
  {
    title: 'put-back leaves a worker and a deadline behind',
    file: 'put-back.lua',
    before: 'record.s, record.w, record.d = state, nil, nil',
    after: 'record.s = state',
  },
  // settle
  {
    title: 'settle listens to a refusal for an attempt that is not the last',
    file: 'settle.lua',
    before: "if head.t ~= id and not is_proof then return 'refused' end\n",
    after: '',
  },
  {
    title: 'settle lets a person settle what is queued or being sent',
    file: 'settle.lua',
    before: "local open_to_look = by ~= 'answer' and head.s == 'in-doubt'",
    after: "local open_to_look = by ~= 'answer'",
  },
  {
    title: 'settle refuses an answer that it was bought when another attempt followed',
    file: 'settle.lua',
    before: "local is_proof = by == 'answer' and outcome.s == 'succeeded'",
    after: "local is_proof = by == 'answer' and outcome.s == 'succeeded' and head.t == id",
  },
  {
    title: "settle takes one attempt's refusal for all of them",
    file: 'settle.lua',
    before: "local is_weak = by == 'answer' and outcome.s == 'failed' and head.x",
    after: 'local is_weak = false',
  },
  {
    title: 'settle leaves a worker and a deadline behind',
    file: 'settle.lua',
    before: 'record.w, record.d = nil, nil',
    after: '',
  },
  {
    title: 'settle leaves an order unpaid that was bought',
    file: 'settle.lua',
    before: "if outcome.s == 'succeeded' then record.u = nil end",
    after: '',
  },
  // doubt
  {
    title: 'doubt falls on what is not being sent',
    file: 'doubt.lua',
    before: "if head.s ~= 'sending' then return 'refused' end",
    after: "if head.s ~= 'sending' and (id == '' or head.s == 'in-doubt') then return 'refused' end",
  },
  {
    title: 'doubt falls on an attempt before its deadline',
    file: 'doubt.lua',
    before: "if id == '' and now <= head.d then return 'refused' end",
    after: '',
  },
  {
    title: 'doubt falls on another attempt than the one that was lost',
    file: 'doubt.lua',
    before: "if id ~= '' and head.t ~= id then return 'refused' end",
    after: '',
  },
  // people
  {
    title: 'cancel cancels what is being sent',
    file: 'cancel.lua',
    before: "head.s == 'queued'",
    after: "(head.s == 'queued' or head.s == 'sending')",
  },
  {
    title: 'cancel cancels what is in doubt',
    file: 'cancel.lua',
    before: "head.s == 'queued'",
    after: "(head.s == 'queued' or head.s == 'in-doubt')",
  },
  {
    title: 'requeue queues what is in doubt',
    file: 'requeue.lua',
    before: "head.s == 'failed' and",
    after: "(head.s == 'failed' or head.s == 'in-doubt') and",
  },
  {
    title: 'requeue queues what was bought',
    file: 'requeue.lua',
    before: "head.s == 'failed' and",
    after: "(head.s == 'failed' or head.s == 'succeeded') and",
  },
  {
    title: 'requeue queues what may have left an unpaid order',
    file: 'requeue.lua',
    before: "(not head.u or ARGV[1] == '1')",
    after: 'true',
  },
  {
    title: 'requeue queues in a run that was cancelled',
    file: 'requeue.lua',
    before: "== 'cancelled' then return {} end",
    after: "== 'nothing' then return {} end",
  },
  {
    title: 'admit admits what is there already',
    file: 'admit.lua',
    before: "if redis.call('HGET', KEYS[2], 'phase') ~= 'submitting' then return 0 end",
    after: 'redis.call("DEL", KEYS[1])',
  },
  // looks
  {
    title: 'prove-unsent believes a look at another attempt',
    file: 'prove-unsent.lua',
    before: "head.t ~= id or head.s ~= 'in-doubt'",
    after: "head.s ~= 'in-doubt'",
  },
  {
    title: 'prove-unsent queues what is settled',
    file: 'prove-unsent.lua',
    before: "head.t ~= id or head.s ~= 'in-doubt' or",
    after: 'head.t ~= id or',
  },
  {
    title: 'prove-unsent queues what may have left an unpaid order',
    file: 'prove-unsent.lua',
    before: ' or head.u then',
    after: ' then',
  },
  {
    title: 'note-look asks about what is settled',
    file: 'note-look.lua',
    before: 'head.t ~= id or not is_open_question(head)',
    after: 'head.t ~= id',
  },
  // what all of them share
  {
    title: 'a transition is not counted out of where it came from',
    file: 'record.lua',
    before: '    if way.from.a then count_in(way.from, -#way.fields) end\n',
    after: '',
  },
  {
    title: 'a transition is not counted into where it goes',
    file: 'record.lua',
    before: '    count_in(way.to, #way.fields)\n',
    after: '',
  },
  {
    title: 'an open attempt stays in the index after it is answered',
    file: 'record.lua',
    before: "elseif was_sending then write_later('closed', field) end",
    after: 'end',
  },
  {
    title: 'a purchase is read as it stood before what waits to be written',
    file: 'record.lua',
    before: '  if waits[field] then write_waiting() end\n',
    after: '',
  },
  {
    title: 'a question stays in the index after it is answered',
    file: 'record.lua',
    before: "elseif was_question then write_later('answered', field) end",
    after: 'end',
  },
  {
    title: 'a run stays finished when a purchase is queued again',
    file: 'record.lua',
    before: "redis.call('HDEL', KEYS[2], 'finishedAt')",
    after: '',
  },
  {
    title: 'a run is finished although an attempt is open',
    file: 'record.lua',
    before: "redis.call('HMGET', KEYS[3], 'queued', 'sending')",
    after: "redis.call('HMGET', KEYS[3], 'queued')",
  },
  {
    title: 'a code is counted for what is queued as well',
    file: 'record.lua',
    before: "if head.e and (head.s == 'failed' or head.s == 'in-doubt') then",
    after: 'if head.e then',
  },
];
