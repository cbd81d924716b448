import { z } from 'zod';
import { isEndpointUrl } from './endpoint.ts';
import { parseRedisUrl } from './redis/redis-url.ts';
import { webhookForms } from './webhook-settings.ts';

// Each rule's message completes the sentence "Cannot read NAME as ...".

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const logLevel = oneOf(logLevels);

export const pacing = oneOf(['paced', 'strict']);

/** What REDIS_URL says for the private Redis, whatever a `.env` has. */
export const privateRedis = 'private';

export const redisUrl = z.string().refine((text) => text === privateRedis || parseRedisUrl(text) !== null, {
  error:
    'private, redis://host:port, rediss://host:port, redis+sentinel://host:port/name or several redis:// joined by commas',
});

/** No braces, which would move every key to one slot of a cluster, and nothing that a SCAN pattern reads as its own. */
export const prefix = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,62}[A-Za-z0-9._-])?$/, {
  error: '1 to 64 letters, digits, ".", "_", "-" or ":", with a letter or digit first and no ":" last',
});

export const endpoint = z.string().refine(isEndpointUrl, {
  error:
    'an http:// or https:// URL of a host and perhaps a port, without a path, and https:// for the vendor’s own',
});

/** As it travels in a header. */
export const webToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,256}$/, { error: '1 to 256 visible ASCII characters without blanks' });

/** What TCBATCH_METRICS_PORT says for no port. */
export const noMetrics = 'none';

/** The API grants no more to an action. */
export const mostCallsPerSecond = 20;

/** Whether a rate is that of a test, which has lifted the limit; no call may reach the vendor then. */
export function isLifted(callsPerSecond: number): boolean {
  return callsPerSecond > mostCallsPerSecond;
}

/** Calls a second; below one is allowed: 0.5 is a call every two seconds. */
export function rate(most: number) {
  const bound = Number.isFinite(most) ? ` and at most ${most}` : '';
  return z
    .string()
    .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= most, {
      error: `a number of calls a second above 0${bound}`,
    })
    .transform(Number);
}

export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `a whole number from ${least} to ${most}`,
    })
    .transform(Number);
}

/** `none`, which also says so where a `.env` has a port. */
export const metricsPort = z
  .string()
  .refine((text) => text === noMetrics || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535), {
    error: `a port from 0 to 65535, or ${noMetrics}`,
  })
  .transform((text) => (text === noMetrics ? null : Number(text)));

export const metricsHost = z
  .string()
  .regex(/^[A-Za-z0-9.:-]{1,255}$/, { error: 'an address of this machine, such as 127.0.0.1 or 0.0.0.0' });

/** What TCBATCH_WEBHOOK_URL says where nobody is to be told, whatever a `.env` has. */
export const noWebhook = 'none';

export const webhookUrl = z.string().refine((text) => text === noWebhook || isWebhookUrl(text), {
  error: 'none, or an http:// or https:// URL without user and password',
});

/** `whsec_` and base64 as Standard Webhooks has it, or any text. */
export const webhookSecret = z
  .string()
  .regex(/^(?:whsec_[A-Za-z0-9+/]{22,}={0,2}|(?!whsec_)[\x21-\x7e]{16,256})$/, {
    error: 'whsec_ and at least 16 bytes as base64, or 16 to 256 visible ASCII characters without blanks',
  });

export const webhookForm = oneOf(webhookForms);

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

function oneOf<const Names extends readonly string[]>(names: Names) {
  return z.enum(names, { error: `one of ${names.join(', ')}` });
}
