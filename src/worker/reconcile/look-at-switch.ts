import type { ReadBack } from '../../shared/actions/action.ts';
import type { Params } from '../../shared/purchase.ts';
import type { Conclusion } from './conclude.ts';
import { findRenewables, type Renewable } from './renewables.ts';
import type { LookRoom, Question } from './room.ts';

/** Settles a switch of an automatic renewal in doubt: it stands as it was to be set, or it does not. */
export async function lookAtSwitch(
  room: LookRoom,
  { params }: Question,
  { readBack, keyParameter }: { readonly readBack: ReadBack; readonly keyParameter: string },
): Promise<Conclusion> {
  const id = String(params[keyParameter]);
  const found = await findRenewables(room.provider.look, readBack, [id]);
  if ('kind' in found) {
    const answered = found.kind === 'refused' ? `: ${readBack.action} answered ${found.code}` : '';
    return { kind: 'unclear', seen: `Looked: its renewal could not be read${answered}.` };
  }
  return concludeSwitch(params, found.get(id) ?? null);
}

/** Compares what was to be set with what stands. Pure. */
function concludeSwitch(params: Params, shown: Renewable | null): Conclusion {
  if (shown === null || shown.isAutoRenewed === null)
    return { kind: 'unclear', seen: 'Looked: its renewal is not shown: a person has to decide.' };
  if (isAsWanted(params, shown))
    return { kind: 'bought', bought: { orderId: null, resourceIds: [], delivery: 'complete' } };
  const stands = shown.renewFlag ?? (shown.isAutoRenewed ? 'on' : 'off');
  return { kind: 'no-trace', seen: `Looked: its renewal is ${stands}, not as it was to be set.` };
}

function isAsWanted({ RenewFlag: wanted, RenewPeriod, RenewPeriodUnit }: Params, shown: Renewable): boolean {
  if (typeof wanted === 'object' && wanted !== null) {
    return 'Switch' in wanted && (wanted.Switch === 'on') === shown.isAutoRenewed;
  }
  if (shown.renewFlag !== wanted) return false;
  const { renewPeriod } = shown;
  if (RenewPeriod === undefined || renewPeriod === null) return true;
  return RenewPeriodUnit === undefined
    ? renewPeriod.replace(/\D+$/, '') === RenewPeriod
    : renewPeriod === `${RenewPeriod}${RenewPeriodUnit}`;
}
