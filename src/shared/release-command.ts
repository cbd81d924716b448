import type { ShownLine } from './line.ts';

/** What a person types to let a line go on. */
export function releaseCommand({ action, account }: ShownLine): string {
  return `tcbatch release ${action}${account === undefined ? '' : ` --account ${account}`}`;
}
