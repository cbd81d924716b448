import type { ActionDefinition } from '../shared/actions/action.ts';
import { isKnownCode, ruleForCode } from '../shared/actions/rule-for-code.ts';
import type { Answer } from '../shared/answer.ts';
import { unreachable } from '../shared/errors.ts';
import { type ApiError, type ApiResponse, readResponse } from './api-response.ts';
import type { InDoubt, Verdict } from './verdict.ts';

type HttpAnswer = Extract<Answer, { kind: 'answered' }>;

/** Concludes from one answer what became of its purchase. Pure; decides by codes and shapes, never by a message. */
export function classifyAnswer(definition: ActionDefinition, answer: Answer): Verdict {
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
  return { verdict: 'succeeded', bought: definition.readBought(parsed.data), requestId: response.requestId };
}

function classifyError(definition: ActionDefinition, error: ApiError, response: ApiResponse): Verdict {
  const { requestId } = response;
  if (namesMore(response)) {
    return badResponse(`A Response with more than its Error ${error.code}`, requestId);
  }
  const explanation = { ...error, requestId };
  const { meaning } = ruleForCode(definition, error.code);
  switch (meaning) {
    case 'refused':
      return { verdict: 'failed', ...explanation, unpaidOrder: null, holdsLine: false };
    case 'unpaid':
      return { verdict: 'failed', ...explanation, unpaidOrder: 'possible', holdsLine: true };
    case 'slow-down':
    case 'line-stopped':
    case 'clock-wrong':
      return { verdict: 'put-back', cause: meaning, ...explanation };
    case 'unknown':
      return { ...inDoubt(explanation), isUnknownCode: !isKnownCode(definition, error.code) };
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

function badResponse(message: string, requestId: string | null): InDoubt {
  return inDoubt({ code: 'Transport.BadResponse', message, requestId });
}

function inDoubt(explanation: Pick<InDoubt, 'code' | 'message' | 'requestId'>): InDoubt {
  return { verdict: 'in-doubt', ...explanation, isUnknownCode: false };
}
