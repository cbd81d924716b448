import type { ErrorTable, ReadBack } from '../../shared/actions/action.ts';
import { billingErrors } from '../../shared/actions/errors/billing.ts';
import { everyServiceErrors } from '../../shared/actions/errors/every-service.ts';
import { lineStopped, refused, unknown } from '../../shared/actions/errors/rule.ts';

/** The call that pays orders. Its natural key is the order: one that is paid cannot be paid once more. */
export const payDeals: ReadBack = {
  action: 'PayDeals',
  service: 'billing',
  version: '2018-07-09',
  host: 'billing.intl.tencentcloudapi.com',
};

const payTogether = 'Pay it in the Billing Center, as it is part of an order that is paid as a whole.';
const lookAtOrder =
  'Look at the order in the Billing Center, then ask again: tcbatch pay looks before it pays.';

/** What its codes tell about the one order of a call. */
export const paymentErrors: ErrorTable = {
  ...everyServiceErrors,
  ...billingErrors,
  'AuthFailure.UnauthorizedOperation': lineStopped('account', 'Grant the key finance:trade, then pay again.'),
  'FailedOperation.AgentPayDealCannotDown': refused('Ask your reseller to pay the order.'),
  'FailedOperation.BalanceInsufficient': lineStopped('account', 'Top up the account, then pay again.'),
  'FailedOperation.InvalidDeal': unknown(lookAtOrder),
  'FailedOperation.InvalidVoucher': refused('Pay it in the Billing Center with another voucher.'),
  // The API spells it so.
  'FailedOperation.NeedPayTogeter': refused(payTogether),
  'FailedOperation.NeedPayTogether': refused(payTogether),
  'FailedOperation.PayPriceError': unknown('Contact Tencent Cloud support about this payment.', 'account'),
  'FailedOperation.PaySuccDeliverFailed': unknown(
    'Contact Tencent Cloud support about the delivery: the order is paid.',
  ),
  'UnauthorizedOperation.CamNoAuth': lineStopped('account', 'Grant the key finance:trade, then pay again.'),
  'UnauthorizedOperation.CertificationNeedUpgrade': lineStopped(
    'account',
    'Let the account owner complete the identity data, then pay again.',
  ),
  'UnauthorizedOperation.NotCertification': lineStopped(
    'account',
    'Let the account owner verify the account, then pay again.',
  ),
};
