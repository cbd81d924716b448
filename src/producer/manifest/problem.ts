/** Every code a problem may carry, and what it says. The codes are stable: scripts may branch on them. */
export const problemCodes = {
  'not-utf8': 'The file holds bytes that are not UTF-8; nothing after them was checked.',
  'nul-byte': 'The file holds a NUL byte, which no text has; nothing after it was checked.',
  'bad-csv': 'The file breaks the rules of CSV; nothing after that place was checked.',
  'bad-json': 'A text is not JSON.',
  'bad-shape':
    'The JSON is well-formed, but not a manifest: an array of rows, or an object with `purchases`.',
  'no-rows': 'The file is empty, or has a header and no rows.',
  'row-too-long': 'One row is longer than a manifest may have.',
  'ragged-line': 'A CSV line has more or fewer cells than the header.',
  'unnamed-column': 'A column of the CSV header has no name.',
  'duplicate-column': 'The same column or key is given twice.',
  'unknown-column': 'A column is neither a parameter of the API, nor one of ours, nor a `#` note.',
  'column-not-for-action': 'A column is known, but the action of this row does not have it.',
  'missing-action': 'Neither the row, nor the file, nor `--action` says what to buy.',
  'unknown-action': 'The action is not one that tcbatch knows.',
  'missing-parameter': 'A parameter that the action needs is not given.',
  'not-one-of': 'A value is not in the API’s closed list.',
  'not-an-integer': 'A value is not a whole decimal number.',
  'wrong-type': 'A value is of another type than the API takes.',
  'out-of-range': 'A number is too small or too large.',
  'wrong-length': 'A text is too short or too long.',
  'not-allowed': 'A value breaks another rule of the action, which the message names.',
  'not-for-enterprise': 'A parameter of prepaid plans stands on an enterprise plan.',
  'bad-reference': 'A Reference is not a text of 1 to 128 characters.',
  'bad-account': 'An account is not a name made of letters, digits, `_`, `.` and `-`.',
  'bad-count': 'A Count is not a whole number from 1 to 10000.',
  'bad-date': 'An IfExpiresBefore is not a date, or a time with its zone.',
  'count-not-allowed': 'A Count stands on a purchase of which only one makes sense.',
  'duplicate-parameter': 'A parameter that may stand only once in a manifest stands twice.',
  'duplicate-reference': 'A Reference stands twice.',
  'duplicate-client-token': 'A ClientToken stands twice.',
  'too-many-purchases': 'The manifest holds more purchases than are allowed at once.',
} as const;

export type ProblemCode = keyof typeof problemCodes;

/** What is wrong, before anybody knows in which row. */
export interface Finding {
  readonly column: string | null;
  readonly code: ProblemCode;
  /** Says what would be right, and what was found instead. */
  readonly message: string;
}

/** Why a row, or the whole file, cannot be bought. The shape is promised to users. */
export interface Problem extends Finding {
  /** 1 = first data row; null when the file as a whole is meant. */
  readonly row: number | null;
  /** Line of the file, from 1; null when no single line is to blame. */
  readonly line: number | null;
}

/** Thrown by a reader at a place after which nothing can be read; `readManifest` makes it the last problem. */
export class UnreadableManifest extends Error {
  override readonly name = 'UnreadableManifest';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}
