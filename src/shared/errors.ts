/**
 * An error that the person at the keyboard can mend: a wrong flag, manifest, variable or machine set-up.
 * Everything else that is thrown is a bug and keeps its stack.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  /** Stable, kebab-case, for scripts: `redis-unreachable`, `credential-half-set`. */
  readonly code: string;
  /** One sentence: what to do now. */
  readonly advice: string | null;

  constructor(code: string, message: string, options: { advice?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.advice = options.advice ?? null;
  }
}

/** Proves to the compiler that a `switch` has named every alternative; throws if data from outside slipped by. */
export function unreachable(value: never): never {
  throw new Error(`Cannot handle alternative: got ${JSON.stringify(value)}`);
}
