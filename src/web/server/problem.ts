import { STATUS_CODES } from 'node:http';

/** An error as the API tells it: a problem document of RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable, kebab-case, for scripts. */
  readonly code: string;
  /** One sentence: what to do now. */
  readonly advice?: string;
  readonly [member: string]: unknown;
}

interface ProblemOptions {
  readonly advice?: string;
  /** Further members of the document. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is answered with a problem document. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  readonly status: number;
  readonly code: string;
  readonly options: ProblemOptions;

  constructor(status: number, code: string, detail: string, options: ProblemOptions = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.options = options;
  }
}

/** Writes a problem document. */
export function problemDocument(
  status: number,
  code: string,
  detail: string,
  { advice, members = {} }: ProblemOptions = {},
): Problem {
  return {
    type: `urn:tcbatch:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    ...(advice === undefined ? {} : { advice }),
    ...members,
  };
}
