import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { Simulator } from '../../src/simulator/start-simulator.ts';

const services: Record<string, readonly [service: string, version: string]> = {
  CreatePackageOrder: ['dnspod', '2021-03-23'],
  DescribeDomain: ['dnspod', '2021-03-23'],
  DescribeDomainList: ['dnspod', '2021-03-23'],
  CreatePlan: ['teo', '2022-09-01'],
  CreateZone: ['teo', '2022-09-01'],
  BindZoneToPlan: ['teo', '2022-09-01'],
  DescribeZones: ['teo', '2022-09-01'],
  DescribePlans: ['teo', '2022-09-01'],
  ModifyPlan: ['teo', '2022-09-01'],
  RenewPlan: ['teo', '2022-09-01'],
};

/** Whom the calls go to. */
type Called = Pick<Simulator, 'port' | 'secretId' | 'secretKey'> & Partial<Simulator>;

/** What differs from a proper call; everything else is made right. */
export interface Twist {
  readonly service?: string;
  readonly version?: string;
  readonly host?: string;
  readonly signedHost?: string;
  readonly method?: string;
  readonly secretId?: string;
  readonly secretKey?: string;
  readonly contentType?: string;
  readonly timestamp?: number;
  readonly date?: string;
  readonly signedHeaders?: readonly string[];
  /** Ends the call from the client's side. */
  readonly signal?: AbortSignal;
  /** Sent instead of the body that was signed. */
  readonly sentBody?: string;
  /** Added to the headers, or put in place of them, after signing. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Makes one signed call and reads what comes back, whatever it is. Rejects when the connection breaks. */
export function rawCall(
  simulator: Called,
  { action, body }: { readonly action: string; readonly body: string },
  twist: Twist = {},
): Promise<RawAnswer> {
  const headers = signedHeaders(simulator, { action, body }, twist);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        port: simulator.port,
        host: '127.0.0.1',
        method: twist.method ?? 'POST',
        agent: false,
        headers,
        ...(twist.signal && { signal: twist.signal }),
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    outgoing.on('error', reject).end(twist.sentBody ?? body);
  });
}

/** The `Response` object of one signed call. */
export async function call(
  simulator: Called,
  action: string,
  params: unknown = {},
  twist: Twist = {},
): Promise<Record<string, unknown>> {
  const answer = await rawCall(simulator, { action, body: JSON.stringify(params) }, twist);
  return JSON.parse(answer.text).Response;
}

/** The error code that a call is refused with, or `OK`. */
export async function codeOf(
  simulator: Called,
  action: string,
  params: unknown = {},
  twist: Twist = {},
): Promise<string> {
  const { Error: error } = await call(simulator, action, params, twist);
  return typeof error === 'object' && error !== null && 'Code' in error ? String(error.Code) : 'OK';
}

function signedHeaders(
  simulator: Called,
  { action, body }: { readonly action: string; readonly body: string },
  twist: Twist,
): Record<string, string> {
  const [service, version] = services[action] ?? ['billing', '2018-07-09'];
  const timestamp = twist.timestamp ?? Math.floor(Date.now() / 1000);
  const headers: Record<string, string> = {
    'content-type': twist.contentType ?? 'application/json',
    host: twist.host ?? `127.0.0.1:${simulator.port}`,
    'x-tc-action': action,
    'x-tc-version': twist.version ?? version,
    'x-tc-timestamp': String(timestamp),
  };
  const names = twist.signedHeaders ?? ['content-type', 'host'];
  const lines = names.map((name) => {
    const value = name === 'host' ? (twist.signedHost ?? headers.host) : headers[name];
    return `${name}:${name === 'x-tc-action' ? value?.toLowerCase() : value}\n`;
  });
  const canonical = ['POST', '/', '', lines.join(''), names.join(';'), sha256(body)].join('\n');
  const date = twist.date ?? new Date(timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${twist.service ?? service}/tc3_request`;
  const toSign = ['TC3-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  let key: Buffer = Buffer.from(`TC3${twist.secretKey ?? simulator.secretKey}`);
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const credential = `${twist.secretId ?? simulator.secretId}/${scope}`;
  headers.authorization = `TC3-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, ...twist.headers };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
