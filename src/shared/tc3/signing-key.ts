import { createHmac } from 'node:crypto';

/** Gives the key that signs on one day for one service. */
export type KeyOf = typeof signingKey;

/** Step 3: the secret key, bound to one UTC day and one service. Raw bytes go from step to step, never hex. */
export function signingKey(
  secretKey: string,
  { date, service }: { readonly date: string; readonly service: string },
): Buffer {
  const dateKey = hmacSha256(`TC3${secretKey}`, date);
  const serviceKey = hmacSha256(dateKey, service);
  return hmacSha256(serviceKey, 'tc3_request');
}

/** The same, for one who signs many requests: the key of a day is made once. */
export function rememberedSigningKey(): KeyOf {
  let known: { readonly of: string; readonly key: Buffer } | null = null;
  return (secretKey, scope) => {
    const of = `${scope.date} ${scope.service} ${secretKey}`;
    if (known?.of !== of) known = { of, key: signingKey(secretKey, scope) };
    return known.key;
  };
}

/** HMAC-SHA256 of a text under a key, as raw bytes. */
export function hmacSha256(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
