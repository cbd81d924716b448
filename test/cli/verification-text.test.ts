import { expect, it } from 'vitest';
import { verificationText } from '../../src/cli/verification-text.ts';

it('verificationText counts one as one', () => {
  const states = { queued: 0, sending: 0, succeeded: 1, failed: 0, 'in-doubt': 0, cancelled: 0, skipped: 0 };
  const held = { held: 1, found: 1, areReadable: true };
  const text = verificationText({
    run: 'r1',
    balanced: true,
    total: 1,
    states,
    orders: held,
    renewals: { compared: 1, fitting: 1 },
    sites: held,
    differences: [],
  });
  expect(text).toContain('1 order id held');
  expect(text).toContain('1 renewal sent');
  expect(text).toContain('1 site put on plans');
});
