import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'whole'; readonly content: Buffer }
  | { readonly kind: 'too-large' }
  /** The client went away before its request was complete. */
  | { readonly kind: 'lost' };

/** Reads a request's body, keeping no more than `maxBytes` of it. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      // The rest is read and dropped: a client that is still sending would not see an answer.
      if (bytes <= maxBytes) chunks.push(chunk);
    }
  } catch {
    return { kind: 'lost' };
  }
  return bytes > maxBytes ? { kind: 'too-large' } : { kind: 'whole', content: Buffer.concat(chunks) };
}
