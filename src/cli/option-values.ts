import { InvalidArgumentError } from 'commander';

/** Reads an option that takes a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
  };
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
