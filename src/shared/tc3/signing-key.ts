import { createHmac } from 'node:crypto';

/** Step 3: the secret key, bound to one UTC day and one service. Raw bytes go from step to step, never hex. */
export function signingKey(
  secretKey: string,
  { date, service }: { readonly date: string; readonly service: string },
): Buffer {
  const dateKey = hmacSha256(`TC3${secretKey}`, date);
  const serviceKey = hmacSha256(dateKey, service);
  return hmacSha256(serviceKey, 'tc3_request');
}

/** HMAC-SHA256 of a text under a key, as raw bytes. */
export function hmacSha256(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
