import { describe, expect, it } from 'vitest';
import type { ActionDefinition } from '../../src/shared/actions/action.ts';
import { createInstance } from '../../src/shared/actions/create-instance.ts';
import { createPackageOrder } from '../../src/shared/actions/create-package-order.ts';
import { createPlan } from '../../src/shared/actions/create-plan.ts';
import { actions } from '../../src/shared/actions/index.ts';
import { setRenewal } from '../../src/shared/actions/set-renewal.ts';
import { classifyAnswer, type SentAnswer } from '../../src/worker/classify-answer.ts';

const requestId = 'f6a2c1f0-0000-4000-8000-000000000001';

function http(bodyText: string, status = 200): SentAnswer {
  return { kind: 'answered', status, dateHeader: null, traceId: null, bodyText };
}

function answered(response: Record<string, unknown>, status = 200): SentAnswer {
  return http(JSON.stringify({ Response: { RequestId: requestId, ...response } }), status);
}

function refusedWith(code: string, more: Record<string, unknown> = {}): SentAnswer {
  return answered({ Error: { Code: code, Message: 'words of the API' }, ...more });
}

const explained = (code: string) => ({ code, message: 'words of the API', requestId });

describe('classifyAnswer', () => {
  it('calls a plan with its ids bought', () => {
    const answer = answered({ PlanId: 'edgeone-2unuvzjmmn2q', DealName: '20240312347001004723731' });
    expect(classifyAnswer(createPlan, answer)).toEqual({
      verdict: 'succeeded',
      bought: {
        orderId: '20240312347001004723731',
        resourceIds: ['edgeone-2unuvzjmmn2q'],
        delivery: 'complete',
      },
      requestId,
    });
  });

  it('calls a package order bought that answers with nothing but a request id', () => {
    expect(classifyAnswer(createPackageOrder, answered({}))).toMatchObject({
      verdict: 'succeeded',
      requestId,
    });
  });

  it.each([[[]], [null]])('calls an instance whose id list is %j bought, its delivery pending', (list) => {
    const answer = answered({ OrderId: '2026', InstanceIdList: list });
    expect(classifyAnswer(createInstance, answer)).toMatchObject({
      verdict: 'succeeded',
      bought: { orderId: '2026', resourceIds: [], delivery: 'pending' },
    });
  });

  it('calls a refused row failed and lets the line go on', () => {
    const code = 'InvalidParameter.InvalidPeriod';
    expect(classifyAnswer(createPlan, refusedWith(code))).toEqual({
      verdict: 'failed',
      ...explained(code),
      unpaidOrder: null,
      holdsLine: false,
    });
  });

  it('calls a purchase that the balance did not cover failed, perhaps with an order to pay, and holds the line', () => {
    const code = 'FailedOperation.InsufficientAccountBalance';
    expect(classifyAnswer(createPlan, refusedWith(code))).toEqual({
      verdict: 'failed',
      ...explained(code),
      unpaidOrder: 'possible',
      holdsLine: true,
    });
  });

  it.each([
    ['slow-down', 'RequestLimitExceeded'],
    ['slow-down', 'RequestLimitExceeded.IPLimitExceeded'],
    ['line-stopped', 'AuthFailure.SecretIdNotFound'],
    ['clock-wrong', 'AuthFailure.SignatureExpire'],
  ] as const)('puts a purchase back for %s at %s', (cause, code) => {
    expect(classifyAnswer(createPlan, refusedWith(code))).toEqual({
      verdict: 'put-back',
      cause,
      ...explained(code),
    });
  });

  it.each(['InternalError', 'InternalError.GatewayError', 'ServiceUnavailable', 'FailedOperation'])(
    'calls %s in doubt, as a code that is known to tell nothing',
    (code) => {
      expect(classifyAnswer(createPlan, refusedWith(code))).toEqual({
        verdict: 'in-doubt',
        ...explained(code),
        isUnknownCode: false,
      });
    },
  );

  it('calls a code that nobody knows in doubt and says that it is unknown', () => {
    expect(classifyAnswer(createPlan, refusedWith('BrandNew.Code'))).toEqual({
      verdict: 'in-doubt',
      ...explained('BrandNew.Code'),
      isUnknownCode: true,
    });
  });

  it('calls a list of failures in an answer that is no Error a refusal with their code', () => {
    const failure = (Code: string) => answered({ InstanceList: [{ Code, Message: 'words of the API' }] });
    const failed = { verdict: 'failed', unpaidOrder: null, holdsLine: false };
    for (const code of ['InvalidParameter', 'BrandNew.Code']) {
      expect(classifyAnswer(setRenewal, failure(code))).toEqual({ ...failed, ...explained(code) });
    }
    expect(classifyAnswer(setRenewal, failure('InternalError'))).toMatchObject({ verdict: 'in-doubt' });
    expect(classifyAnswer(setRenewal, answered({ InstanceList: [] }))).toMatchObject({
      verdict: 'succeeded',
    });
  });

  it('decides the same whatever the message says', () => {
    const code = 'InternalError';
    const answer = answered({ Error: { Code: code, Message: 'InvalidParameter: nothing was bought' } });
    expect(classifyAnswer(createPlan, answer)).toMatchObject({ verdict: 'in-doubt', code });
  });

  it('puts back what was surely not sent', () => {
    const answer: SentAnswer = { kind: 'not-sent', code: 'Transport.ConnectFailed', message: 'refused' };
    expect(classifyAnswer(createPlan, answer)).toEqual({
      verdict: 'put-back',
      cause: 'not-sent',
      code: 'Transport.ConnectFailed',
      message: 'refused',
      requestId: null,
    });
  });

  it.each(['Transport.Timeout', 'Transport.ConnectionLost', 'Transport.BadResponse'] as const)(
    'calls a reply lost by %s in doubt',
    (code) => {
      expect(classifyAnswer(createPlan, { kind: 'lost', code, message: 'gone' })).toEqual({
        verdict: 'in-doubt',
        code,
        message: 'gone',
        requestId: null,
        isUnknownCode: false,
      });
    },
  );

  it.each([
    ['an empty body', ''],
    ['HTML', '<html><body>Welcome</body></html>'],
    ['half a JSON text', '{"Response":{"RequestId":"x"'],
    ['JSON of another kind', '[]'],
    ['no Response', '{"RequestId":"x"}'],
    ['an empty Response', '{"Response":{}}'],
    ['a Response without a request id', '{"Response":{"PlanId":"p","DealName":"d"}}'],
    ['an Error that is null', '{"Response":{"Error":null,"RequestId":"x"}}'],
    ['an Error without a code', '{"Response":{"Error":{"Message":"no"},"RequestId":"x"}}'],
    ['an id of another type', '{"Response":{"PlanId":7,"DealName":"d","RequestId":"x"}}'],
  ])('calls status 200 with %s in doubt', (_name, bodyText) => {
    expect(classifyAnswer(createPlan, http(bodyText))).toMatchObject({
      verdict: 'in-doubt',
      code: 'Transport.BadResponse',
      isUnknownCode: false,
    });
  });

  it.each([201, 204, 301, 400, 403, 429, 500, 502, 504])(
    'calls status %i in doubt, even with a perfect body',
    (status) => {
      for (const answer of [
        answered({ PlanId: 'p', DealName: 'd' }, status),
        answered({ Error: { Code: 'InvalidParameter', Message: '' } }, status),
      ]) {
        expect(classifyAnswer(createPlan, answer)).toEqual({
          verdict: 'in-doubt',
          code: 'Transport.BadResponse',
          message: `HTTP status ${status}`,
          requestId,
          isUnknownCode: false,
        });
      }
    },
  );

  it.each([
    [createPlan, { PlanId: 'edgeone-1' }],
    [createPlan, { DealName: '2026' }],
    [createInstance, { InstanceIdList: ['ins-1'] }],
    [createPackageOrder, { OrderId: '2026' }],
  ])('calls an Error beside a purchase in doubt (%#)', (definition, ids) => {
    expect(classifyAnswer(definition, refusedWith('InvalidParameter', ids))).toMatchObject({
      verdict: 'in-doubt',
      code: 'Transport.BadResponse',
      requestId,
    });
  });

  it('believes an Error beside empty fields', () => {
    const answer = refusedWith('InvalidParameter.InvalidPeriod', { PlanId: '', DealName: null });
    expect(classifyAnswer(createPlan, answer)).toMatchObject({ verdict: 'failed' });
  });

  it.each(actions.flatMap((definition) => codesOf(definition)))(
    'concludes for %s from %s what the catalogue says of it',
    (_action, code, definition) => {
      const verdicts = {
        refused: { verdict: 'failed', unpaidOrder: null, holdsLine: false },
        unpaid: { verdict: 'failed', unpaidOrder: 'possible', holdsLine: true },
        'slow-down': { verdict: 'put-back', cause: 'slow-down' },
        'line-stopped': { verdict: 'put-back', cause: 'line-stopped' },
        'clock-wrong': { verdict: 'put-back', cause: 'clock-wrong' },
        unknown: { verdict: 'in-doubt', isUnknownCode: false },
      };
      const meaning = definition.errors[code]?.meaning;
      if (!meaning) throw new Error(`Cannot find ${code} in the catalogue it was taken from`);
      expect(classifyAnswer(definition, refusedWith(code))).toEqual({
        ...verdicts[meaning],
        ...explained(code),
      });
    },
  );
});

function codesOf(definition: ActionDefinition): [string, string, ActionDefinition][] {
  return Object.keys(definition.errors).map((code) => [definition.name, code, definition]);
}
