import { describe, expect, it } from 'vitest';
import type { ActionDefinition, ErrorMeaning } from '../../../src/shared/actions/action.ts';
import { bindZoneToPlan } from '../../../src/shared/actions/bind-zone-to-plan.ts';
import { createInstance } from '../../../src/shared/actions/create-instance.ts';
import { createPackageOrder } from '../../../src/shared/actions/create-package-order.ts';
import { createPlan } from '../../../src/shared/actions/create-plan.ts';
import { createZone } from '../../../src/shared/actions/create-zone.ts';
import { calledActions, followUpActions } from '../../../src/shared/actions/index.ts';
import { modifyPlan } from '../../../src/shared/actions/modify-plan.ts';
import { renewInstance } from '../../../src/shared/actions/renew-instance.ts';
import { renewPlan } from '../../../src/shared/actions/renew-plan.ts';
import { ruleForCode } from '../../../src/shared/actions/rule-for-code.ts';
import { setRenewal } from '../../../src/shared/actions/set-renewal.ts';
import type { ErrorScope } from '../../../src/shared/outcome.ts';

type Verdict = `${ErrorMeaning} ${ErrorScope}`;
type Expected = Partial<Record<Verdict, string>>;

/** What the vendor documents of every product, read by hand: the codes, spaced, under what each must mean. */
const everywhere: Expected = {
  'refused row':
    'DryRunOperation InvalidParameter InvalidParameterValue MissingParameter OperationDenied RequestSizeLimitExceeded ResourceNotFound ResourceUnavailable',
  'line-stopped account':
    'AuthFailure.InvalidAuthorization AuthFailure.InvalidSecretId AuthFailure.MFAFailure AuthFailure.SecretIdNotFound AuthFailure.SignatureFailure AuthFailure.TokenFailure AuthFailure.UnauthorizedOperation IpInBlacklist IpNotInWhitelist UnauthorizedOperation UnsupportedProtocol',
  'line-stopped product':
    'ActionOffline InvalidAction InvalidRequest LimitExceeded NoSuchProduct NoSuchVersion ResourceInsufficient ResourcesSoldOut UnknownParameter UnsupportedRegion',
  'clock-wrong account': 'AuthFailure.SignatureExpire',
  'slow-down account':
    'RequestLimitExceeded RequestLimitExceeded.GlobalRegionUinLimitExceeded RequestLimitExceeded.IPLimitExceeded RequestLimitExceeded.UinLimitExceeded',
  'unknown row': 'FailedOperation InternalError ResourceInUse ResponseSizeLimitExceeded',
  'unknown account': 'ServiceUnavailable',
};

const packageOrder: Expected = {
  'refused row':
    'UnsupportedOperation InvalidParameterValue.DomainNotExists InvalidParameter.DomainInvalid InvalidParameter.DomainIsAliaser InvalidParameter.DomainIdInvalid InvalidParameter.DomainNotReged InvalidParameter.DomainInBlackList InvalidParameterValue.DomainGradeInvalid FailedOperation.DomainIsLocked FailedOperation.DomainIsSpam FailedOperation.NotDomainOwner FailedOperation.CanNotCloseFreeDomain OperationDenied.DomainOwnerAllowedOnly OperationDenied.NoPermissionToOperateDomain OperationDenied.AccessDenied',
  'line-stopped account':
    'FailedOperation.NotBindCreditCard FailedOperation.PostPayPaymentNotOpen FailedOperation.LoginAreaNotAllowed FailedOperation.LoginFailed FailedOperation.NotRealNamedUser InvalidParameter.AccountIsBanned InvalidParameter.UnrealNameUser InvalidParameter.EmailNotVerified InvalidParameter.MobileNotVerified InvalidParameter.UserNotExists InvalidParameter.UserAreaInvalid InvalidParameter.RequestIpLimited LimitExceeded.FailedLoginLimitExceeded',
  'slow-down account':
    'RequestLimitExceeded.RequestLimitExceeded RequestLimitExceeded.BatchTaskLimit RequestLimitExceeded.CreateDomainLimit',
  'unknown row':
    'FailedOperation.DomainIsVip FailedOperation.UnknowError FailedOperation.TemporaryError InvalidParameter.OperateFailed InvalidParameter.CustomMessage InvalidParameter.ActionSuccess',
};

const everyPlan: Expected = {
  'refused row':
    'UnsupportedOperation InvalidParameter.InvalidAutoUseVoucher InvalidParameter.InvalidPeriod InvalidParameter.InvalidPlanType InvalidParameter.InvalidRenewFlag InvalidParameter.PlanNotFound OperationDenied.EnterprisePlanRenewUnsupported OperationDenied.EnterprisePlanAutoRenewUnsupported OperationDenied.EnterprisePlanUpgradeUnsupported OperationDenied.PlanDowngradeNotAllowed OperationDenied.PlanHasBeenExpired OperationDenied.PlanHasBeenIsolated',
  'line-stopped account': 'UnauthorizedOperation.CamUnauthorized UnauthorizedOperation.NoPermission',
  'unpaid account': 'FailedOperation.InsufficientAccountBalance',
  'unknown row': 'OperationDenied.ResourceHasBeenLocked',
};

const newPlan: Expected = { 'line-stopped product': 'OperationDenied.PleaseContactBusinessPersonnel' };

const everyInstance: Expected = {
  'refused row':
    'FailedOperation.BusinessCheckErrCode FailedOperation.GetPriceParamError FailedOperation.InvalidGoodsCategoryId InvalidParameter.ApiParamError InvalidParameter.InvalidParameter',
  'line-stopped account':
    'FailedOperation.DistributeError FailedOperation.dealCreateWhitelistError UnauthorizedOperation.CamNoAuth',
  'line-stopped product': 'UnsupportedOperation UnsupportedOperation.NOT_SUPPORT_THIS_ACTION',
  'unpaid account':
    'FailedOperation.BalanceInsufficient UnauthorizedOperation.CertificationNeedUpgrade UnauthorizedOperation.NotCertification',
  'unknown row':
    'FailedOperation.InvalidDeal FailedOperation.PaySuccDeliverFailed InternalError.InternalError InternalError.GatewayError InternalError.DbOperatError InternalError.UnknownError InvalidParameter.ResourceLocked',
  'unknown account': 'FailedOperation.PayPriceError',
};

const newInstance: Expected = { 'refused row': 'FailedOperation.NumLimitError' };

/** CreateZone's and BindZoneToPlan's own codes, and those of all that is done with plans. */
const site: Expected = {
  'refused row':
    'UnsupportedOperation LimitExceeded LimitExceeded.ZoneBindPlan InvalidParameter.LengthExceedsLimit InvalidParameter.ZoneNotFound InvalidParameterValue.AccessBlacklist InvalidParameterValue.TopLevelDomainNotSupport InvalidParameterValue.ZoneNameInvalid InvalidParameterValue.ZoneNameNotSupportPunyCode InvalidParameterValue.ZoneNameNotSupportSubDomain OperationDenied.ComplianceForbidden OperationDenied.DomainIsBlocked OperationDenied.RecordIsForbidden ResourceInUse.Others ResourceInUse.OthersAliasDomain ResourceInUse.OthersCname ResourceInUse.OthersHost ResourceInUse.OthersNS ResourceNotFound.DNSPodDomainNotInAccount InvalidParameter.InvalidAutoUseVoucher InvalidParameter.InvalidPeriod InvalidParameter.InvalidPlanType InvalidParameter.InvalidRenewFlag OperationDenied.EnterprisePlanRenewUnsupported OperationDenied.EnterprisePlanAutoRenewUnsupported OperationDenied.EnterprisePlanUpgradeUnsupported OperationDenied.PlanDowngradeNotAllowed OperationDenied.PlanHasBeenExpired OperationDenied.PlanHasBeenIsolated',
  'line-stopped account':
    'OperationDenied.DNSPodUnauthorizedRoleOperation UnauthorizedOperation.CamUnauthorized UnauthorizedOperation.NoPermission',
  'unpaid account': 'FailedOperation.InsufficientAccountBalance',
  'unknown row':
    'FailedOperation.FailedToCallDNSPod InvalidParameter.PlanNotFound InvalidParameter.ZoneHasBeenBound InvalidParameterValue.ZoneSameAsName OperationDenied.ResourceHasBeenLocked UnauthorizedOperation.Unknown',
};

/** A quota that is used up says something of one plan where a site is put on it. */
function everywhereFor(action: ActionDefinition): Expected {
  if (!followUpActions.includes(action)) return everywhere;
  const { 'line-stopped product': stopping = '', ...others } = everywhere;
  return { ...others, 'line-stopped product': stopping.replace('LimitExceeded ', '') };
}

function spread(expected: Expected): readonly (readonly [code: string, verdict: string])[] {
  return Object.entries(expected).flatMap(([verdict, codes]) =>
    codes.split(' ').map((code) => [code, verdict] as const),
  );
}

const tables = [
  ...calledActions.map((action) => ({ action, from: 'every service', expected: everywhereFor(action) })),
  { action: createPackageOrder, from: 'DNSPod', expected: packageOrder },
  ...[createPlan, renewPlan, modifyPlan].map((action) => ({ action, from: 'EdgeOne', expected: everyPlan })),
  { action: createPlan, from: 'buying a plan', expected: newPlan },
  ...[createInstance, renewInstance, setRenewal].map((action) => ({
    action,
    from: 'Billing',
    expected: everyInstance,
  })),
  { action: createInstance, from: 'buying an instance', expected: newInstance },
  ...[createZone, bindZoneToPlan].map((action) => ({ action, from: 'EdgeOne sites', expected: site })),
];

describe.each(tables)('$action.name on the codes of $from', ({ action, expected }) => {
  it.each(spread(expected))('reads %s as %s', (code, verdict) => {
    const { meaning, scope } = ruleForCode(action, code);
    expect(`${meaning} ${scope}`).toBe(verdict);
    expect(Object.hasOwn(action.errors, code)).toBe(true);
  });
});

it.each(calledActions)('$name lists no code that this page does not judge', (action) => {
  const judged = tables
    .filter((table) => table.action === action)
    .flatMap(({ expected }) => spread(expected));
  const codes = new Set(judged.map(([code]) => code));
  expect(Object.keys(action.errors).filter((code) => !codes.has(code))).toEqual([]);
});
