import type { Answer } from '../shared/answer.ts';
import { type Attributes, type Tracing, tracing } from '../shared/tracing/tracing.ts';

/** What a span says of a call. The attempt's id is what is sent as `X-TC-TraceId`, traced or not: it is the fence. */
interface TracedCall {
  readonly action: string;
  readonly host: string;
  readonly attempt: string;
}

/** Sends a call in a span of its own, where this process is traced. Nothing is added to the request itself. */
export function tracedCall(send: () => Promise<Answer>, call: TracedCall): Promise<Answer> {
  const traced = tracing();
  return traced ? sendIn(traced, send, call) : send();
}

async function sendIn(
  traced: Tracing,
  send: () => Promise<Answer>,
  { action, host, attempt }: TracedCall,
): Promise<Answer> {
  const attributes = { 'rpc.method': action, 'server.address': host, 'tcbatch.attempt': attempt };
  const span = traced.openSpan({ name: action, kind: 'client', attributes });
  const answer = await span.run(send);
  span.end({ attributes: attributesOf(answer), isFailed: answer.kind !== 'answered' });
  return answer;
}

function attributesOf(answer: Answer): Attributes {
  switch (answer.kind) {
    case 'answered':
      return { 'tcbatch.answer': answer.kind, 'http.response.status_code': answer.status };
    case 'too-late':
      return { 'tcbatch.answer': answer.kind };
    case 'not-sent':
    case 'lost':
      return { 'tcbatch.answer': answer.kind, 'error.type': answer.code };
  }
}
