import { randomUUID } from 'node:crypto';
import type { OpenAccount } from '../../shared/accounts/open-account.ts';
import type { ReadBack } from '../../shared/actions/action.ts';
import type { Answer } from '../../shared/answer.ts';
import type { Credentials } from '../../shared/credentials/credentials.ts';
import { endpointFor } from '../../shared/endpoint.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Look, Seen } from '../../shared/seen.ts';
import { signRequest } from '../../shared/tc3/sign-request.ts';
import { isLifted } from '../../shared/variable-rules.ts';
import type { ApiClient } from '../api-client.ts';
import { readResponse } from '../api-response.ts';
import { createPacer, type Pacer } from '../pacer.ts';
import { refusesKey } from '../refuses-key.ts';
import { createServerClock } from '../server-clock.ts';
import type { Slot } from '../slot-queue.ts';

/** Looks at the provider, at a pace of its own. Looking changes nothing, so it may be repeated. */
export interface Provider {
  readonly look: Look;
  readonly stop: () => void;
}

/** A quarter of what the API grants each of its looking actions: people and consoles look with the same limit. */
const looksPerSecond = 5;
/**
 * Nearly all that it grants: a look before each purchase must not slow the purchases down. One less, as looks that were
 * late on their way have put 21 into one second at the receiver.
 */
const busyLooks: ReadonlyMap<string, number> = new Map([['DescribeDomain', 19]]);

/** Where a test lifts the limit of the purchases, that of the looks before them is lifted with it. */
function lookRate(action: string, callsPerSecond: number): number {
  return isLifted(callsPerSecond) ? callsPerSecond : (busyLooks.get(action) ?? looksPerSecond);
}

export interface ProviderOptions {
  readonly ledger: Ledger;
  readonly account: OpenAccount;
  readonly client: ApiClient;
}

/** One call, and the credentials that signed it. */
interface Asked {
  readonly answer: Answer;
  readonly credentials: Credentials;
}

type Ask = (readBack: ReadBack, params: Readonly<Record<string, unknown>>) => Promise<Asked | null>;

export function createProvider({ ledger, account, client }: ProviderOptions): Provider {
  const pacers = new Map<string, Pacer>();
  const pacerFor = (action: string): Pacer => {
    const known = pacers.get(action);
    if (known) return known;
    const pacer = createPacer(ledger, { action, account: account.name }, lookRate(action, account.rate));
    pacers.set(action, pacer);
    return pacer;
  };
  const clock = createServerClock();
  const askInSlot = async (
    slot: Slot,
    readBack: ReadBack,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Asked> => {
    const endpoint = endpointFor(account, readBack);
    const credentials = account.keyring.current();
    const connection = client.prepare(endpoint.url);
    try {
      const failure = await connection.ready;
      if (failure) return { answer: failure, credentials };
      if (!(await slot.reach())) return { answer: { kind: 'too-late' }, credentials };
      const body = JSON.stringify(params);
      const headers = signRequest({
        ...readBack,
        host: endpoint.host,
        body,
        timestampSeconds: clock.nowSeconds(),
        credentials,
        traceId: randomUUID(),
      });
      const { isTimely } = slot;
      return { answer: await client.send({ url: endpoint.url, headers, body, isTimely }), credentials };
    } finally {
      connection.release();
    }
  };
  const ask: Ask = async (readBack, params) => {
    // A command reads credentials for its first look alone; it may need none.
    if (!account.keyring.isReady()) await account.keyring.refresh();
    const pacer = pacerFor(readBack.action);
    for (;;) {
      const slot = await pacer.nextSlot();
      if (slot === null) return null;
      const asked = await askInSlot(slot, readBack, params);
      // One whose moment has passed would put two looks too close together.
      if (asked.answer.kind !== 'too-late') return asked;
    }
  };
  /** Whether what made the API refuse is mended, so that asking once more may help. */
  const isMended = async (seen: Seen, { answer, credentials }: Asked): Promise<boolean> => {
    if (seen.kind !== 'refused') return false;
    if (refusesKey(seen.code)) return account.keyring.replace(credentials);
    const isClockWrong = seen.code === 'AuthFailure.SignatureExpire';
    return isClockWrong && answer.kind === 'answered' && clock.correct(answer.dateHeader);
  };
  return {
    look: async (readBack, params) => {
      const asked = await ask(readBack, params);
      if (asked === null) return { kind: 'unseen' };
      const seen = readSeen(asked.answer);
      if (!(await isMended(seen, asked))) return seen;
      return readSeen((await ask(readBack, params))?.answer ?? null);
    },
    stop: () => {
      for (const pacer of pacers.values()) pacer.stop();
    },
  };
}

function readSeen(answer: Answer | null): Seen {
  const isWhole = answer?.kind === 'answered' && answer.status === 200;
  const response = isWhole ? readResponse(answer.bodyText) : null;
  if (!response) return { kind: 'unseen' };
  if (response.error) return { kind: 'refused', code: response.error.code };
  return { kind: 'seen', fields: response.fields };
}

/** Stands for an account whose credentials nobody gave to this process. */
export const blindProvider: Provider = {
  look: async () => ({ kind: 'unseen' }),
  stop: () => {},
};
