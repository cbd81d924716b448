import type { ErrorTable } from '../action.ts';
import { lineStopped, refused, unknown, unpaid } from './rule.ts';

const lookAtOrders = 'Look at the orders in the Billing Center before buying this again.';
const correctParameter =
  'Correct the parameter that the message names, Parameter included, and submit the row again.';
const grantTrade =
  'Let the account owner grant this key finance:trade, check the Billing Center for an order left unpaid, then release the line.';
const askSales = 'Ask Tencent Cloud sales to allow this product for the account, then release the line.';
const notOffered = 'Check ProductCode with Tencent Cloud, as this product cannot be bought through the API.';

/** The billing service's codes for instances and orders. */
export const billingErrors: ErrorTable = {
  'AuthFailure.UnauthorizedOperation': lineStopped('account', grantTrade),
  'FailedOperation.BalanceInsufficient': unpaid(
    'Top up the account, pay or cancel the order that may be waiting in the Billing Center, then release the line.',
  ),
  'FailedOperation.BusinessCheckErrCode': refused(
    'Correct what the product objects to in the message and submit the row again.',
  ),
  'FailedOperation.DistributeError': lineStopped(
    'account',
    'Ask your Tencent Cloud reseller to allow this purchase, then release the line.',
  ),
  'FailedOperation.GetPriceParamError': refused(
    'Correct Parameter and the product codes, as no price could be found for them, and submit the row again.',
  ),
  // Only unpaid orders can be paid: this may be said of an order that an earlier attempt has paid already.
  'FailedOperation.InvalidDeal': unknown(lookAtOrders),
  'FailedOperation.InvalidGoodsCategoryId': refused(
    'Correct the pid within Parameter and submit the row again.',
  ),
  'FailedOperation.PayPriceError': unknown(
    'Contact Tencent Cloud support about this payment before buying again.',
    'account',
  ),
  // Paid, but not delivered: buying again would pay again.
  'FailedOperation.PaySuccDeliverFailed': unknown(
    'Contact Tencent Cloud support about the delivery and do not buy this again, as the order is paid.',
  ),
  'FailedOperation.dealCreateWhitelistError': lineStopped('account', askSales),
  'InternalError.DbOperatError': unknown(lookAtOrders),
  'InternalError.GatewayError': unknown(lookAtOrders),
  'InternalError.InternalError': unknown(lookAtOrders),
  'InternalError.UnknownError': unknown(lookAtOrders),
  'InvalidParameter.ApiParamError': refused(correctParameter),
  'InvalidParameter.InvalidParameter': refused(correctParameter),
  // Locked often means that an earlier attempt is still at work.
  'InvalidParameter.ResourceLocked': unknown(lookAtOrders),
  'UnauthorizedOperation.CamNoAuth': lineStopped('account', grantTrade),
  'UnauthorizedOperation.CertificationNeedUpgrade': unpaid(
    'Let the account owner complete the identity data, settle the order that may be waiting in the Billing Center, then release the line.',
  ),
  'UnauthorizedOperation.NotCertification': unpaid(
    'Let the account owner verify the account, settle the order that may be waiting in the Billing Center, then release the line.',
  ),
  UnsupportedOperation: lineStopped('product', notOffered),
  'UnsupportedOperation.NOT_SUPPORT_THIS_ACTION': lineStopped('product', notOffered),
};
