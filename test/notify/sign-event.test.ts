import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../src/notify/sign-event.ts';

describe('signedHeaders', () => {
  it('signs the example of the Standard Webhooks specification as it does', () => {
    const signing = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1614265330,
      body: '{"test": 2432232314}',
    };
    expect(signedHeaders(signing, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('signs nothing without a secret', () => {
    const signing = { id: 'a', timestamp: 1, body: '{}' };
    expect(signedHeaders(signing, null)).toEqual({ 'webhook-id': 'a', 'webhook-timestamp': '1' });
  });
});
