import type { ErrorTable } from '../action.ts';
import { exactOnly, lineStopped, refused, slowDown, unknown } from './rule.ts';

const correctDomain =
  'Correct the domain, which must be in the DNSPod list of this account, and submit the row again.';
const useOwner =
  'Use the account that owns the domain, or let its owner grant the right, then retry the row.';
const lookAtGrade = 'Look at the plan of the domain in the DNSPod console before buying it again.';
const logIn =
  'Let the account owner log in to the console once and clear what it asks for, then release the line.';
const verifyIdentity = 'Let the account owner complete the identity verification, then release the line.';
const slowsByItself = 'Do nothing: the line slows down and sends this purchase again by itself.';

/** DNSPod's own codes, from the product's list; CreatePackageOrder's page names hardly any of them. */
export const dnspodErrors: ErrorTable = {
  'FailedOperation.CanNotCloseFreeDomain': refused('Do nothing, as the domain is on the free plan already.'),
  'FailedOperation.DomainIsLocked': refused('Unlock the domain in the DNSPod console, then retry the row.'),
  'FailedOperation.DomainIsSpam': refused(
    'Let the owner clear the block on the domain with DNSPod, then retry the row.',
  ),
  // Said of a domain that is on a paid plan, which may be the very plan just bought.
  'FailedOperation.DomainIsVip': unknown(lookAtGrade),
  'FailedOperation.LoginAreaNotAllowed': lineStopped(
    'account',
    'Let the account owner allow logins from the region of this machine, then release the line.',
  ),
  'FailedOperation.LoginFailed': lineStopped('account', logIn),
  'FailedOperation.NotDomainOwner': refused(useOwner),
  'FailedOperation.NotRealNamedUser': lineStopped('account', verifyIdentity),
  'FailedOperation.TemporaryError': unknown(lookAtGrade),
  // Spelt so by the API.
  'FailedOperation.UnknowError': unknown(lookAtGrade),
  // DNSPod files passing faults and free text under this prefix, so it proves nothing of a code not listed here.
  InvalidParameter: exactOnly(
    refused('Correct the parameter that the message names and submit the row again.'),
  ),
  'InvalidParameter.AccountIsBanned': lineStopped(
    'account',
    'Let the account owner ask DNSPod support to lift the ban, then release the line.',
  ),
  // The Chinese site answers success with this code.
  'InvalidParameter.ActionSuccess': unknown(lookAtGrade),
  'InvalidParameter.CustomMessage': unknown(lookAtGrade),
  'InvalidParameter.DomainIdInvalid': refused(correctDomain),
  'InvalidParameter.DomainInBlackList': refused('Choose another domain, as DNSPod does not serve this one.'),
  'InvalidParameter.DomainInvalid': refused(correctDomain),
  'InvalidParameter.DomainIsAliaser': refused(
    'Name the main domain instead of its alias and submit the row again.',
  ),
  'InvalidParameter.DomainNotReged': refused('Register the domain first, then retry the row.'),
  'InvalidParameter.EmailNotVerified': lineStopped(
    'account',
    'Let the account owner verify the e-mail address, then release the line.',
  ),
  'InvalidParameter.MobileNotVerified': lineStopped(
    'account',
    'Let the account owner verify the phone number, then release the line.',
  ),
  'InvalidParameter.OperateFailed': unknown(lookAtGrade),
  'InvalidParameter.RequestIpLimited': lineStopped(
    'account',
    'Let the account owner allow the IP address of this machine, then release the line.',
  ),
  'InvalidParameter.UnrealNameUser': lineStopped('account', verifyIdentity),
  'InvalidParameter.UserAreaInvalid': lineStopped(
    'account',
    'Let the account owner correct the country or region of the account, then release the line.',
  ),
  'InvalidParameter.UserNotExists': lineStopped('account', logIn),
  'InvalidParameterValue.DomainGradeInvalid': refused(
    'Choose DPG_PROFESSIONAL, DPG_ENTERPRISE or DPG_ULTIMATE as Grade and submit the row again.',
  ),
  'InvalidParameterValue.DomainNotExists': refused('Add the domain to DNSPod first, then retry the row.'),
  'LimitExceeded.FailedLoginLimitExceeded': lineStopped('account', logIn),
  'OperationDenied.AccessDenied': refused(useOwner),
  'OperationDenied.DomainOwnerAllowedOnly': refused(useOwner),
  'OperationDenied.NoPermissionToOperateDomain': refused(useOwner),
  'RequestLimitExceeded.BatchTaskLimit': slowDown(slowsByItself),
  'RequestLimitExceeded.CreateDomainLimit': slowDown(slowsByItself),
  'RequestLimitExceeded.RequestLimitExceeded': slowDown(slowsByItself),
};
