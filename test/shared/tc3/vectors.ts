import { readFileSync } from 'node:fs';
import { z } from 'zod';

const input = z.object({
  method: z.enum(['GET', 'POST']),
  host: z.string(),
  query: z.string().default(''),
  service: z.string(),
  action: z.string(),
  version: z.string(),
  region: z.string().nullable(),
  token: z.string().nullable(),
  timestamp: z.number(),
  contentType: z.string(),
  body: z.string(),
  secretId: z.string().optional(),
  secretKey: z.string().optional(),
});

const expected = z.object({
  date: z.string(),
  signedHeaders: z.string(),
  hashedPayload: z.string(),
  canonicalRequest: z.string(),
  hashedCanonicalRequest: z.string(),
  stringToSign: z.string(),
  derivedKeyHex: z.object({ secretDate: z.string(), secretService: z.string(), secretSigning: z.string() }),
  signature: z.string(),
  authorization: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});

const vector = z.object({ name: z.string(), input, expected });

const file = z
  .object({
    secretId: z.string(),
    secretKey: z.string(),
    vectors: z.array(vector),
    published: z.array(vector),
  })
  .parse(JSON.parse(readFileSync(new URL('./tc3-vectors.json', import.meta.url), 'utf8')));

/** Every vector, the vendor's published one included, with its parts as our steps take them. */
export const vectors = [...file.vectors, ...file.published].map(({ name, input, expected }) => ({
  name,
  input,
  expected,
  credentials: { secretId: input.secretId ?? file.secretId, secretKey: input.secretKey ?? file.secretKey },
  request: {
    method: input.method,
    query: input.query,
    headers: { 'Content-Type': input.contentType, Host: input.host, 'X-TC-Action': input.action },
    signedHeaders: expected.signedHeaders.split(';'),
    body: input.body,
  },
}));
