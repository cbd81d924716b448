import type { ReportLine } from '../../src/shared/outcome.ts';
import type { ExecutedPurchase } from '../../src/simulator/account.ts';

/** One sentence for each thing in which a report and what was really sold differ; none when they agree. */
export function compareBooks(lines: readonly ReportLine[], sold: readonly ExecutedPurchase[]): string[] {
  const wanted = byKey(lines);
  const executed = byKey(sold);
  const keys = new Set([...wanted.keys(), ...executed.keys()]);
  return [
    ...Array.from(keys).flatMap((key) =>
      compareKind(key, wanted.get(key) ?? [], executed.get(key)?.length ?? 0),
    ),
    ...compareOrders(lines, sold),
  ];
}

interface Purchased {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function byKey<Value extends Purchased>(values: readonly Value[]): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** What tells purchases apart: the domain, the ClientToken; plans of one kind are told apart by nothing. */
function keyOf({ action, params }: Purchased): string {
  if (action === 'CreatePackageOrder') return `${action} ${String(params.Domain)}`;
  if (action === 'CreateInstance') return `${action} ${String(params.ClientToken)}`;
  return `${action} ${JSON.stringify(params)}`;
}

function compareKind(key: string, asked: readonly ReportLine[], times: number): string[] {
  const succeeded = asked.filter(({ state }) => state === 'succeeded').length;
  const open = asked.filter(({ state }) => state === 'in-doubt').length;
  const isRight = succeeded <= times && times <= succeeded + open;
  return isRight
    ? []
    : [`${key}: asked for ${asked.length}, sold ${times}, ${succeeded} succeeded and ${open} in doubt`];
}

function compareOrders(lines: readonly ReportLine[], sold: readonly ExecutedPurchase[]): string[] {
  const held = lines.flatMap(({ state, orderId }) => (state === 'succeeded' && orderId ? [orderId] : []));
  const orders = new Set(sold.map(({ orderId }) => orderId));
  return [
    ...held.filter((orderId) => !orders.has(orderId)).map((orderId) => `Order ${orderId} was never sold`),
    ...held
      .filter((orderId, i) => held.indexOf(orderId) !== i)
      .map((orderId) => `Order ${orderId} is held twice`),
  ];
}
