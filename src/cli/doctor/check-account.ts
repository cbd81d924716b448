import { calledActions } from '../../shared/actions/index.ts';
import { describeAccountBalance } from '../../shared/actions/read-backs.ts';
import type { Seen } from '../../shared/seen.ts';
import { uinIn } from '../../worker/balance/read-balance.ts';
import type { LookRoom } from '../../worker/reconcile/room.ts';
import { withLookRoom } from '../look-at-provider.ts';
import { withLedger } from '../open-ledger.ts';
import type { Setup } from '../setup.ts';
import type { Check } from './check.ts';

/** Looks that answer something to whoever may look, and an authorisation error to whoever may not. */
const harmlessLooks: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
  DescribeDomain: () => ({ Domain: 'example.com' }),
  DescribePlans: () => ({ Limit: 1 }),
  DescribeDealsByCond: () => {
    const today = new Date().toISOString().slice(0, 10);
    return { StartTime: `${today} 00:00:00`, EndTime: `${today} 23:59:59`, Limit: 1 };
  },
};

/** What the API says of an account's key. */
export interface CheckedAccount {
  readonly checks: readonly Check[];
  /** The number of the account that pays; null where the key may not read it. */
  readonly uin: string | null;
}

/** Whether the API accepts the credentials, who pays, and whether lost answers can be looked up. */
export async function checkAccount(setup: Setup, name: string): Promise<CheckedAccount> {
  return withLedger(setup.config, (ledger) =>
    withLookRoom(ledger, setup, async (defaultRoom) => {
      const room = defaultRoom.inAccount(name);
      const seen = await room.provider.look(describeAccountBalance, {});
      const account = payerCheck(seen);
      const uin = seen.kind === 'seen' ? uinIn(seen) : null;
      const rights = account.state === 'wrong' ? [] : await checkRights(room);
      return { checks: [account, ...rights], uin };
    }),
  );
}

function payerCheck(seen: Seen): Check {
  const name = 'account';
  switch (seen.kind) {
    case 'seen': {
      const { Uin: uin, RealBalance: cents } = seen.fields;
      const money = typeof cents === 'number' ? `, balance ${(cents / 100).toFixed(2)}` : '';
      return { name, state: 'fine', finding: `Account ${String(uin)} pays${money}.`, advice: null };
    }
    case 'unseen':
      return {
        name,
        state: 'warning',
        finding: 'The API could not be asked which account pays.',
        advice: 'Check the network, a proxy, or TCBATCH_ENDPOINT.',
      };
    case 'refused':
      return refusedCheck(seen.code);
  }
}

function refusedCheck(code: string): Check {
  const name = 'account';
  if (!code.startsWith('AuthFailure') || code === 'AuthFailure.UnauthorizedOperation') {
    const finding = `The credentials are accepted, but may not read which account pays (${code}).`;
    return { name, state: 'warning', finding, advice: 'Grant the key finance read rights to see it here.' };
  }
  return {
    name,
    state: 'wrong',
    finding: `The API does not accept the credentials: ${code}.`,
    advice: 'Correct or renew the key, or this machine’s clock.',
  };
}

async function checkRights({ provider }: LookRoom): Promise<Check[]> {
  const looks = new Map(calledActions.map(({ safety }) => [safety.readBack.action, safety.readBack]));
  return Promise.all(
    Array.from(looks.values(), async (readBack) => {
      const seen = await provider.look(readBack, harmlessLooks[readBack.action]?.() ?? {});
      return rightCheck(readBack.action, seen);
    }),
  );
}

function rightCheck(action: string, seen: Seen): Check {
  const name = 'read right';
  if (seen.kind === 'unseen') {
    const advice = 'Check the network; purchases in doubt cannot be looked up without it.';
    return { name, state: 'warning', finding: `${action} could not be asked.`, advice };
  }
  if (seen.kind === 'refused' && /Unauthorized|CamNoAuth|NoPermission/.test(seen.code)) {
    const advice = `Grant the key ${action}: without it purchases in doubt are left to a person.`;
    return { name, state: 'warning', finding: `${action} is not allowed (${seen.code}).`, advice };
  }
  return { name, state: 'fine', finding: `${action} may be asked about purchases in doubt.`, advice: null };
}
