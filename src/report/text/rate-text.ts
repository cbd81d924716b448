import type { LineOutlook } from '../read-line-outlook.ts';

/** A line's rate as people read it: what it makes of what it is held to, and what holds it back. */
export function rateText(
  reached: number,
  { limit, setByHand, widening }: Pick<LineOutlook, 'limit' | 'setByHand' | 'widening'>,
): string {
  const reasons = [
    ...(setByHand === null ? [] : [setByHand === limit ? 'set by hand' : `set by hand to ${setByHand}`]),
    ...(widening > 1 ? [`${widening.toFixed(2)} times wider apart after RequestLimitExceeded`] : []),
  ];
  const because = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return `${reached.toFixed(1)} of ${limit} calls a second${because}`;
}
