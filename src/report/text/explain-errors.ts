import type { ErrorGroup } from '../../shared/run.ts';
import type { Colors } from './colors.ts';
import { printable } from './printable.ts';
import { inDigits, whoActs } from './words.ts';

/** Error groups as paragraphs: what to do first, then who has to, then the code for whoever looks it up. */
export function explainErrors(groups: readonly ErrorGroup[], colors: Colors): string {
  return groups.map((group) => explainGroup(group, colors)).join('');
}

function explainGroup({ code, scope, count, remedy, account }: ErrorGroup, colors: Colors): string {
  const advice = remedy ?? 'Look the code up in the documentation of Tencent Cloud.';
  const whose = account === undefined ? '' : ` of account ${account}`;
  const origin = `For ${whoActs(scope)}${whose}. Code: ${printable(code)}`;
  return `  ${colors.bold(`${inDigits(count)} ×`)} ${advice}\n     ${colors.dim(origin)}\n`;
}
