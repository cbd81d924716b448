import type { AuditEntry } from '../../shared/ledger/audit.ts';
import type { Colors } from './colors.ts';
import { printable } from './printable.ts';

const deedsShown = 10;

/** What people did to a run and its lines, one line each, the latest last. */
export function explainDeeds(deeds: readonly AuditEntry[], colors: Colors): string {
  const earlier = deeds.length - deedsShown;
  return [
    ...(earlier > 0 ? [`  ${colors.dim(`${earlier} earlier ones`)}\n`] : []),
    ...deeds.slice(-deedsShown).map((deed) => explainDeed(deed, colors)),
  ].join('');
}

function explainDeed({ at, who, what, why }: AuditEntry, colors: Colors): string {
  const reason = why === null ? '' : `: ${printable(why)}`;
  return `  ${colors.dim(at)}  ${printable(who)}  ${printable(what)}${reason}\n`;
}
