import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ProxyRules } from '../outgoing/proxy-rules.ts';
import { signRequest } from '../tc3/sign-request.ts';
import { askService, refusedBy } from './ask-service.ts';
import { Credentials } from './credentials.ts';

/** Where roles are taken; told otherwise by TCBATCH_STS_ENDPOINT. */
export const stsEndpoint = 'https://sts.tencentcloudapi.com';

const version = '2018-08-13';

const answer = z.object({
  Response: z.union([
    z.object({ Error: z.object({ Code: z.string() }) }),
    z.object({
      Credentials: z.object({
        TmpSecretId: z.string().min(1),
        TmpSecretKey: z.string().min(1),
        Token: z.string().min(1),
      }),
      ExpiredTime: z.number(),
    }),
  ]),
});

export interface StsCall {
  readonly action: 'AssumeRole' | 'AssumeRoleWithWebIdentity';
  readonly params: Readonly<Record<string, unknown>>;
  readonly region: string;
  /** Null for a call that a token in its body speaks for. */
  readonly signer: Credentials | null;
  readonly endpoint: string;
  /** Through which the endpoint is reached. */
  readonly proxies: ProxyRules;
  /** As messages and reports name the role. */
  readonly name: string;
}

/** Takes a role. Throws an OperatorError with the service's code where it is refused. */
export async function takeRole({
  action,
  params,
  region,
  signer,
  endpoint,
  proxies,
  name,
}: StsCall): Promise<Credentials> {
  const body = JSON.stringify(params);
  const { host, origin } = new URL(endpoint);
  const timestampSeconds = Math.floor(Date.now() / 1000);
  const signed = signer
    ? signRequest({
        service: 'sts',
        action,
        version,
        host,
        body,
        timestampSeconds,
        credentials: signer,
        traceId: randomUUID(),
      })
    : {
        Host: host,
        'Content-Type': 'application/json',
        Authorization: 'SKIP',
        'X-TC-Action': action,
        'X-TC-Version': version,
        'X-TC-Timestamp': String(timestampSeconds),
      };
  const headers = { ...signed, 'X-TC-Region': region };
  const text = await askService(`${origin}/`, { method: 'POST', headers, body, proxies }, name);
  return credentialsIn(text, name);
}

function credentialsIn(text: string, name: string): Credentials {
  const read = answer.safeParse(parseJson(text));
  if (!read.success) throw refusedBy(name, 'an answer without credentials');
  const { Response: response } = read.data;
  if ('Error' in response) throw refusedBy(name, response.Error.Code);
  const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = response.Credentials;
  return new Credentials({ secretId, secretKey, token, expiresAtMs: response.ExpiredTime * 1000 }, name);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
