import { OperatorError } from '../errors.ts';
import type { CredentialSource } from './credential-source.ts';
import type { Credentials } from './credentials.ts';

/** Credentials that are kept fresh for as long as somebody signs with them. */
export interface Keyring {
  /** What to sign with now. Throws an OperatorError while its source has never held any. */
  readonly current: () => Credentials;
  /** Resolves once there is something to sign with. */
  readonly ready: Promise<void>;
  readonly isReady: () => boolean;
  /** Reads the source now. Throws an OperatorError when it holds none, and what was there before still counts. */
  readonly refresh: () => Promise<void>;
  /** Looks for others than those that were refused. Returns whether there are. */
  readonly replace: (refused: Credentials) => Promise<boolean>;
  readonly close: () => void;
}

export interface KeyringOptions {
  /** Told of credentials that take the place of others. */
  readonly onChange?: (credentials: Credentials) => void;
  /** Told why a source could not be read; what was there before still counts. */
  readonly onTrouble?: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Soon enough to take a key up before the one it replaces is switched off, seldom enough to cost nothing. */
const defaultEveryMs = 10_000;
/** Calls that are refused together ask for one look at the source, not for one each. */
const leastBetweenFreshMs = 2_000;

/** Reads a source time and again until it is closed. */
export function createKeyring(
  source: CredentialSource,
  { onChange = () => {}, onTrouble = () => {}, everyMs = defaultEveryMs }: KeyringOptions = {},
): Keyring {
  let held: Credentials | null = null;
  let freshAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  let becomeReady = () => {};
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });

  const take = (found: Credentials | null): void => {
    if (found === null) throw noCredentials(source.name);
    const before = held;
    held = found;
    if (before === null) becomeReady();
    else if (!found.isSameAs(before)) onChange(found);
  };
  const read = ({ isFresh }: { readonly isFresh: boolean }): Promise<void> => {
    reading ??= source
      .read({ isFresh })
      .then(take)
      .finally(() => {
        reading = null;
        if (isFresh) freshAtMs = Date.now();
      });
    return reading;
  };
  const refresh = () => read({ isFresh: false });
  const timer = setInterval(() => refresh().catch(onTrouble), everyMs).unref();

  return {
    current: () => {
      if (held === null) throw noCredentials(source.name);
      return held;
    },
    ready,
    isReady: () => held !== null,
    refresh,
    replace: async (refused) => {
      const isOther = () => held !== null && !held.isSameAs(refused);
      // What is under way may have asked before there was another one, so it is waited for and never taken as the answer.
      while (!isOther() && reading !== null) await reading.catch(() => {});
      if (!isOther() && Date.now() - freshAtMs >= leastBetweenFreshMs) {
        await read({ isFresh: true }).catch(onTrouble);
      }
      return isOther();
    },
    close: () => clearInterval(timer),
  };
}

function noCredentials(place: string): OperatorError {
  return new OperatorError(
    'credentials-missing',
    `Cannot sign calls as no credentials were found: got none from ${place}`,
    {
      advice:
        'Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or try without an account: tcbatch run --simulate.',
    },
  );
}
