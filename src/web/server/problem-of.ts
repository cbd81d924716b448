import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { OperatorError } from '../../shared/errors.ts';
import { refusedWrite } from '../../shared/redis/refused-write.ts';
import { type Problem, problemDocument, RequestProblem } from './problem.ts';

/** What a client is told of an error, and whether somebody must look at it. */
export interface ToldProblem {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** Nobody expected it: its stack belongs in the log, and nothing of it in the answer. */
  readonly isBug: boolean;
}

/** Puts an error into a client's words. What only this process knows, such as a path or a stack, stays out. */
export function problemOf(error: unknown): ToldProblem {
  if (error instanceof RequestProblem) {
    const { status, code, message, options } = error;
    return told(problemDocument(status, code, message, options), options.headers);
  }
  if (hasZodFastifySchemaValidationErrors(error)) return told(wrongRequest(error));
  const operator = error instanceof OperatorError ? error : refusedWrite(error);
  if (operator) return told(operatorProblem(operator));
  if (isRedisAway(error)) return told(redisAway, { 'retry-after': '2' });
  const ofServer = serverProblem(error);
  if (ofServer) return told(ofServer);
  return { ...told(unexpected), isBug: true };
}

function told(problem: Problem, headers: Readonly<Record<string, string>> = {}): ToldProblem {
  return { problem, headers, isBug: false };
}

const statusByCode: Readonly<Record<string, number>> = {
  'unknown-run': 404,
  'unknown-action': 404,
  'unknown-purchase': 404,
  'unknown-upload': 404,
  'run-not-changeable': 409,
  'not-in-doubt': 409,
  'plan-stale': 409,
  'run-forgotten': 409,
  'run-unsettled': 409,
  'manifest-changed': 409,
  'manifest-format-unknown': 415,
  'redis-unreachable': 503,
  'redis-refused': 503,
  'redis-refuses-writes': 503,
  'credentials-missing': 503,
  'credentials-refused': 503,
  'list-refused': 503,
  'list-unreadable': 503,
};

function operatorProblem({ code, message, advice }: OperatorError): Problem {
  return problemDocument(statusByCode[code] ?? 422, code, message, advice === null ? {} : { advice });
}

interface WrongRequest {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string | undefined }[];
  readonly validationContext?: string | undefined;
}

function wrongRequest({ validation, validationContext = 'request' }: WrongRequest): Problem {
  const errors = validation.map(({ instancePath, message = '' }) => ({
    where: `${validationContext}${instancePath}`,
    message,
  }));
  const detail = `Cannot read request as the API describes it: ${errors
    .map(({ where, message }) => `${where}: ${message}`)
    .join('; ')}`;
  return problemDocument(400, 'bad-request', detail, { members: { errors } });
}

/** What the server itself refuses: a body too large, a media type that nobody reads. */
function serverProblem(error: unknown): Problem | null {
  if (!(error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')) return null;
  const { statusCode: status } = error;
  if (status < 400 || status >= 500) return null;
  const [code, detail] = sentences[status] ?? ['bad-request', error.message];
  return problemDocument(status, code, detail);
}

const sentences: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  413: ['too-large', 'Cannot take request as it is larger than this server allows'],
  415: ['media-type-unknown', 'Cannot read request as its media type is not one that this address takes'],
};

function isRedisAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'MaxRetriesPerRequestError' ||
    error.name === 'ClusterAllFailedError' ||
    /Connection is closed|ECONNREFUSED|ECONNRESET|ENOENT.*\.sock/.test(error.message)
  );
}

const redisAway = problemDocument(
  503,
  'redis-unreachable',
  'Cannot reach Redis, so nothing can be told or done',
  {
    advice: 'Nothing is lost: what was sent is in the ledger. Try again once Redis is back.',
  },
);

const unexpected = problemDocument(500, 'unexpected', 'Cannot answer as something unexpected happened', {
  advice: 'The log of the server says what; do the same again, nothing is bought twice.',
});
