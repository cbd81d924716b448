import { z } from 'zod';
import { noProxies } from '../outgoing/proxy-rules.ts';
import { askService, refusedBy } from './ask-service.ts';
import type { CredentialSource } from './credential-source.ts';
import { Credentials } from './credentials.ts';
import { temporarySource } from './temporary-source.ts';

/** Where a virtual machine of the vendor asks who it is; told otherwise by TCBATCH_METADATA_ENDPOINT. */
const metadataEndpoint = 'http://metadata.tencentyun.com';

const answer = z.object({
  Code: z.literal('Success'),
  TmpSecretId: z.string().min(1),
  TmpSecretKey: z.string().min(1),
  Token: z.string().min(1),
  ExpiredTime: z.number(),
});

/** The credentials of the role that a virtual machine of the vendor was given. */
export function machineRoleSource(role: string, endpoint: string = metadataEndpoint): CredentialSource {
  const name = `the role ${role} of this machine`;
  // The machine alone may see what it is told of itself, and no proxy could ask for it.
  const request = { method: 'GET', proxies: noProxies } as const;
  return temporarySource(name, async () => {
    const url = `${endpoint}/latest/meta-data/cam/security-credentials/${encodeURIComponent(role)}`;
    const read = answer.safeParse(parseJson(await askService(url, request, name)));
    if (!read.success) throw refusedBy(name, 'an answer without credentials');
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token, ExpiredTime: seconds } = read.data;
    return new Credentials({ secretId, secretKey, token, expiresAtMs: seconds * 1000 }, name);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
