import type { ErrorTable } from '../action.ts';
import { lineStopped, refused, unknown, unpaid } from './rule.ts';

const grantReading =
  'Let the account owner grant this key the right to read EdgeOne plans, then release the line.';
const enterprise =
  'Arrange this with your Tencent Cloud sales contact, as enterprise plans cannot do it through the API.';

/** EdgeOne's codes for everything that is done with plans. */
export const teoErrors: ErrorTable = {
  // Documented for CreatePlan: with too little money an order to be paid is generated all the same.
  'FailedOperation.InsufficientAccountBalance': unpaid(
    'Top up the account, pay or cancel the order that may be waiting in the console, then release the line.',
  ),
  'InvalidParameter.InvalidAutoUseVoucher': refused(
    'Set AutoUseVoucher to true or false and submit the row again.',
  ),
  'InvalidParameter.InvalidPeriod': refused(
    'Set Period to 1 to 12, 24 or 36 months and submit the row again.',
  ),
  'InvalidParameter.InvalidPlanType': refused(
    'Choose a PlanType that the API lists and submit the row again.',
  ),
  'InvalidParameter.InvalidRenewFlag': refused('Set RenewFlag to on or off and submit the row again.'),
  'InvalidParameter.PlanNotFound': refused(
    'Correct the PlanId, as this account has no such plan, and submit the row again.',
  ),
  'OperationDenied.EnterprisePlanAutoRenewUnsupported': refused(enterprise),
  'OperationDenied.EnterprisePlanRenewUnsupported': refused(enterprise),
  'OperationDenied.EnterprisePlanUpgradeUnsupported': refused(enterprise),
  'OperationDenied.PlanDowngradeNotAllowed': refused(
    'Choose a higher plan than the present one and submit the row again.',
  ),
  'OperationDenied.PlanHasBeenExpired': refused('Renew the expired plan first, then retry the row.'),
  'OperationDenied.PlanHasBeenIsolated': refused(
    'Renew the isolated plan in the console first, then retry the row.',
  ),
  // Locked often means that an earlier attempt is still being billed.
  'OperationDenied.ResourceHasBeenLocked': unknown(
    'Wait a few minutes and look in the EdgeOne console whether an earlier attempt went through before trying again.',
  ),
  'UnauthorizedOperation.CamUnauthorized': lineStopped('account', grantReading),
  'UnauthorizedOperation.NoPermission': lineStopped('account', grantReading),
};
