import { InvalidArgumentError } from 'commander';
import { centsOf } from '../shared/in-money.ts';
import { timeSpanMs } from '../shared/time-span.ts';

/** Reads an option that takes a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
  };
}

/** Reads an option that takes a span of time, `90d` or `12h`, as milliseconds. */
export function timeSpan(text: string): number {
  const spanMs = timeSpanMs(text);
  if (spanMs !== null) return spanMs;
  throw new InvalidArgumentError('It must be a whole number of hours, days or weeks: 12h, 30d, 6w.');
}

/** Reads an option that may be given several times, and is one of `known` each time. */
export function oneOfMany<const Name extends string>(known: readonly Name[]) {
  return (text: string, earlier: readonly Name[] = []): Name[] => {
    const name = known.find((candidate) => candidate === text);
    if (name !== undefined) return [...earlier, name];
    throw new InvalidArgumentError(`It must be one of ${known.join(', ')}.`);
  };
}

/** Reads an option that may be given several times. */
export function many(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

/** Reads an option that takes whole numbers and may be given several times. */
export function manyNumbers(text: string, earlier: readonly number[] = []): number[] {
  return [...earlier, wholeNumber(1)(text)];
}

/** Reads an option that takes a share: 0.33 is a third. */
export function share(text: string): number {
  if (/^(0(\.\d+)?|1(\.0+)?)$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

/** Reads an option that takes an amount of money as a decimal number: `12.50`. In hundredths. */
export function amountOfMoney(text: string): number {
  const cents = centsOf(text);
  if (cents !== null) return cents;
  throw new InvalidArgumentError('It must be an amount with at most two decimals: 1000 or 12.50.');
}
