import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { ReadBack } from '../../shared/actions/action.ts';
import { OperatorError } from '../../shared/errors.ts';
import type { Look } from '../../shared/seen.ts';

/** A list at the provider, page by page. */
export interface ListedAt<Page> {
  readonly readBack: ReadBack;
  readonly page: z.ZodType<Page>;
  /** What is listed, as a person calls it: `plans`. */
  readonly what: string;
  /** What the key's owner has to allow. */
  readonly right: string;
}

const mostLooks = 6;
const firstPauseMs = 200;

/**
 * Reads one page. Looking is harmless, so an answer that is lost, cannot be read, or speaks of a passing trouble is
 * asked for again, ever later. Throws an OperatorError when the provider refuses, or gives no page at all.
 */
export async function lookPatiently<Page>(
  look: Look,
  { readBack, page, what, right }: ListedAt<Page>,
  params: Readonly<Record<string, unknown>>,
): Promise<Page> {
  let lastSeen = 'no answer that can be read';
  for (let looks = 0; looks < mostLooks; looks += 1) {
    if (looks > 0) await delay(firstPauseMs * 2 ** (looks - 1));
    const seen = await look(readBack, params);
    if (seen.kind === 'refused' && !isPassing(seen.code)) throw refused(what, right, seen.code);
    if (seen.kind === 'refused') lastSeen = seen.code;
    if (seen.kind !== 'seen') continue;
    const parsed = page.safeParse(seen.fields);
    if (parsed.success) return parsed.data;
    lastSeen = `a page that ${readBack.action} does not give`;
  }
  throw new OperatorError(
    'list-unreadable',
    `Cannot list ${what} as the provider must answer: got ${lastSeen}, ${mostLooks} times in a row`,
    { advice: 'Nothing was listed. Check the network with `tcbatch doctor`, and ask again.' },
  );
}

function isPassing(code: string): boolean {
  return /^(RequestLimitExceeded|InternalError|ServiceUnavailable|ResponseSizeLimitExceeded)(\.|$)/.test(
    code,
  );
}

function refused(what: string, right: string, code: string): OperatorError {
  const isKeyWrong = code.startsWith('AuthFailure') && code !== 'AuthFailure.UnauthorizedOperation';
  return new OperatorError(
    isKeyWrong ? 'credentials-refused' : 'list-refused',
    `Cannot list ${what} as the provider must allow it to this key: got ${code}`,
    {
      advice: isKeyWrong
        ? 'Nothing was listed. Correct or renew the key, or this machine’s clock.'
        : `Nothing was listed. Grant the key ${right}, or name with --action what it may list.`,
    },
  );
}
