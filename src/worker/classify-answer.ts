import type { ActionDefinition, Bought, ErrorMeaning, InnerRefusal } from '../shared/actions/action.ts';
import { isKnownCode, ruleForCode } from '../shared/actions/rule-for-code.ts';
import type { Answer } from '../shared/answer.ts';
import { unreachable } from '../shared/errors.ts';
import { type ApiError, type ApiResponse, readResponse } from './api-response.ts';

/**
 * What an answer says of the purchase.
 * - `failed`: surely not bought, and not to be sent again by itself
 * - `put-back`: surely not executed, to be sent again once the cause is gone
 * - `in-doubt`: may have been executed; only a read-back or a person can tell
 */
export type Verdict =
  | { readonly verdict: 'succeeded'; readonly bought: Bought; readonly requestId: string }
  | (Explained & {
      readonly verdict: 'failed';
      readonly unpaidOrder: 'possible' | null;
      /** What refused this purchase will refuse every other one of the action. */
      readonly holdsLine: boolean;
    })
  | (Explained & {
      readonly verdict: 'put-back';
      readonly cause: 'slow-down' | 'line-stopped' | 'clock-wrong' | 'not-sent';
    })
  | (Explained & {
      readonly verdict: 'in-doubt';
      /** The API gave a code that no table speaks of; several equal ones in a row hold the line. */
      readonly isUnknownCode: boolean;
    });

interface Explained {
  /** The API's code, or one of ours. */
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
}

/** An answer to a call that was due; one that came too late to be sent needs no judgement. */
export type SentAnswer = Exclude<Answer, { kind: 'too-late' }>;

type HttpAnswer = Extract<Answer, { kind: 'answered' }>;

/** Concludes from one answer what became of its purchase. Pure; decides by codes and shapes, never by a message. */
export function classifyAnswer(definition: ActionDefinition, answer: SentAnswer): Verdict {
  switch (answer.kind) {
    case 'answered':
      return classifyAnswered(definition, answer);
    case 'not-sent':
      return {
        verdict: 'put-back',
        cause: 'not-sent',
        code: answer.code,
        message: answer.message,
        requestId: null,
      };
    case 'lost':
      return inDoubt({ code: answer.code, message: answer.message, requestId: null });
    default:
      return unreachable(answer);
  }
}

function classifyAnswered(definition: ActionDefinition, { status, bodyText }: HttpAnswer): Verdict {
  const response = readResponse(bodyText);
  const requestId = response?.requestId ?? null;
  // The API answers 200 to whatever it processed, refusals included: any other status is somebody else's.
  if (status !== 200) return badResponse(`HTTP status ${status}`, requestId);
  if (!response) return badResponse('HTTP status 200 without a well-formed Response', null);
  if (response.error) return classifyError(definition, response.error, response);
  const parsed = definition.answer.safeParse(response.fields);
  if (!parsed.success) return badResponse(`A Response that ${definition.name} does not give`, requestId);
  const refusal = definition.readRefusal?.(parsed.data);
  if (refusal) return classifyInnerRefusal(definition, refusal, response.requestId);
  return { verdict: 'succeeded', bought: definition.readBought(parsed.data), requestId: response.requestId };
}

/** That it failed is said in so many words, so a code that no table speaks of is a refusal of this row. */
function classifyInnerRefusal(
  definition: ActionDefinition,
  refusal: InnerRefusal,
  requestId: string,
): Verdict {
  const meaning = isKnownCode(definition, refusal.code)
    ? ruleForCode(definition, refusal.code).meaning
    : 'refused';
  return verdictOf(meaning, { ...refusal, requestId }, { isUnknownCode: false });
}

function classifyError(definition: ActionDefinition, error: ApiError, response: ApiResponse): Verdict {
  const { requestId } = response;
  if (namesMore(response)) {
    return badResponse(`A Response with more than its Error ${error.code}`, requestId);
  }
  const { meaning } = ruleForCode(definition, error.code);
  return verdictOf(meaning, { ...error, requestId }, { isUnknownCode: !isKnownCode(definition, error.code) });
}

function verdictOf(
  meaning: ErrorMeaning,
  explained: Explained,
  { isUnknownCode }: { readonly isUnknownCode: boolean },
): Verdict {
  switch (meaning) {
    case 'refused':
      return { verdict: 'failed', ...explained, unpaidOrder: null, holdsLine: false };
    case 'unpaid':
      return { verdict: 'failed', ...explained, unpaidOrder: 'possible', holdsLine: true };
    case 'slow-down':
    case 'line-stopped':
    case 'clock-wrong':
      return { verdict: 'put-back', cause: meaning, ...explained };
    case 'unknown':
      return inDoubt(explained, { isUnknownCode });
    default:
      return unreachable(meaning);
  }
}

/**
 * Whether an Error stands beside something that may be an id of what was bought. Asked of every field, not of those
 * the action is known to have: the less the answer looks like one of the API's, the less its Error is believed.
 */
function namesMore({ fields }: ApiResponse): boolean {
  const { Error: _error, RequestId: _requestId, ...others } = fields;
  return Object.values(others).some(
    (value) => (typeof value === 'string' || Array.isArray(value)) && value.length > 0,
  );
}

function badResponse(message: string, requestId: string | null): Verdict {
  return inDoubt({ code: 'Transport.BadResponse', message, requestId });
}

function inDoubt(explained: Explained, { isUnknownCode } = { isUnknownCode: false }): Verdict {
  return { verdict: 'in-doubt', ...explained, isUnknownCode };
}
