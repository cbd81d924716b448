import type { IncomingHttpHeaders } from 'node:http';
import { simulatedActions } from '../actions/index.ts';
import type { Body } from '../read-body.ts';
import type { Refusal } from '../reply.ts';
import { refuse } from '../reply.ts';
import type { SimulatedAction } from '../simulated-action.ts';
import type { SimulatorCredentials } from '../simulator-options.ts';
import { verifySignature } from './verify-signature.ts';

export interface RawCall {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Exclude<Body, { kind: 'lost' }>;
}

/** A call that the gateway lets through to the service. */
export interface AdmittedCall {
  readonly kind: 'admitted';
  readonly action: SimulatedAction;
  readonly params: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** What the gateway looks at before a service hears of the call: form, signature, action, version. */
export function admitCall(
  call: RawCall,
  credentials: SimulatorCredentials,
  nowMs: number,
): AdmittedCall | Refusal {
  if (call.method !== 'POST') return refuse('UnsupportedProtocol', 'The simulator takes POST requests.');
  if (call.body.kind === 'too-large')
    return refuse('RequestSizeLimitExceeded', 'A request holds at most 10 MB.');
  const missing = ['x-tc-action', 'x-tc-version', 'x-tc-timestamp'].find((name) => !call.headers[name]);
  if (missing !== undefined) return refuse('MissingParameter', `The header ${missing} is missing.`);
  const signer = verifySignature({ ...call, body: call.body.content }, credentials, nowMs);
  if (signer.kind === 'refusal') return signer;
  const action = simulatedActions.get(String(call.headers['x-tc-action']));
  if (!action || action.service !== signer.service)
    return refuse('InvalidAction', `The service ${signer.service} has no such action.`);
  if (call.headers['x-tc-version'] !== action.version)
    return refuse('NoSuchVersion', `The service ${action.service} has no such version.`);
  return readParams(call.headers, call.body.content, action);
}

function readParams(
  headers: IncomingHttpHeaders,
  content: Buffer,
  action: SimulatedAction,
): AdmittedCall | Refusal {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return refuse('UnsupportedProtocol', 'The simulator takes application/json.');
  const params = parseObject(content);
  if (!params) return refuse('InvalidParameter', 'The body is not the UTF-8 JSON text of an object.');
  return { kind: 'admitted', action, params, body: content.toString() };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseObject(content: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(utf8.decode(content));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
