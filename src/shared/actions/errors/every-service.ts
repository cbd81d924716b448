import type { ErrorTable } from '../action.ts';
import { exactOnly, lineStopped, refused, slowDown, unknown } from './rule.ts';

const lookFirst = 'Look in the Tencent Cloud console whether this was bought before buying it again.';
const slowsByItself = 'Do nothing: the line slows down and sends this purchase again by itself.';
const ourRequest =
  'Report this to whoever maintains tcbatch, then release the line with a version that mends it.';
const grantRights =
  'Let the account owner grant this key the right to make the purchase, then release the line.';
const raiseQuota = 'Ask Tencent Cloud support to raise the quota of the account, then release the line.';
const soldOut = 'Wait until Tencent Cloud has stock again or ask its sales team, then release the line.';

/** The codes that Tencent Cloud documents for every product ("Error Codes", the common list). */
export const everyServiceErrors: ErrorTable = {
  ActionOffline: lineStopped(
    'product',
    'Update tcbatch, as Tencent Cloud has withdrawn this API, then release the line.',
  ),
  'AuthFailure.InvalidAuthorization': lineStopped('account', ourRequest),
  'AuthFailure.InvalidSecretId': lineStopped(
    'account',
    'Replace the SecretId by one of a Tencent Cloud API key, then release the line.',
  ),
  'AuthFailure.MFAFailure': lineStopped(
    'account',
    'Let the account owner settle the two-step verification of this key, then release the line.',
  ),
  'AuthFailure.SecretIdNotFound': lineStopped(
    'account',
    'Check the SecretId for typing errors and stray blanks and that the key is enabled, then release the line.',
  ),
  'AuthFailure.SignatureExpire': {
    meaning: 'clock-wrong',
    scope: 'account',
    remedy: 'Set the clock of the machine that runs the worker, then release the line.',
  },
  'AuthFailure.SignatureFailure': lineStopped(
    'account',
    'Check that the SecretKey is complete and belongs to the SecretId, then release the line.',
  ),
  'AuthFailure.TokenFailure': lineStopped(
    'account',
    'Renew the temporary credentials, then release the line.',
  ),
  'AuthFailure.UnauthorizedOperation': lineStopped('account', grantRights),
  DryRunOperation: refused('Submit the row again without a dry run, as nothing was bought.'),
  // Bare, it says that something failed somewhere; with a suffix that no table lists, not even that much is sure.
  FailedOperation: exactOnly(unknown(lookFirst)),
  InternalError: unknown(lookFirst),
  InvalidAction: lineStopped(
    'product',
    'Check the configured endpoint, as it does not know this action, then release the line.',
  ),
  InvalidParameter: refused('Correct the parameter that the message names and submit the row again.'),
  InvalidParameterValue: refused('Correct the value that the message names and submit the row again.'),
  InvalidRequest: lineStopped('product', ourRequest),
  IpInBlacklist: lineStopped(
    'account',
    "Let the account owner take this machine's IP address off the key's blocklist, then release the line.",
  ),
  IpNotInWhitelist: lineStopped(
    'account',
    "Let the account owner add this machine's IP address to the key's allowlist, then release the line.",
  ),
  LimitExceeded: lineStopped('product', raiseQuota),
  MissingParameter: refused('Fill in the parameter that the message names and submit the row again.'),
  NoSuchProduct: lineStopped(
    'product',
    'Check the configured endpoint, as it does not know this product, then release the line.',
  ),
  NoSuchVersion: lineStopped(
    'product',
    'Update tcbatch, as the API version is no longer served, then release the line.',
  ),
  OperationDenied: refused('Ask the account owner to clear what the message names, then retry the row.'),
  RequestLimitExceeded: slowDown(slowsByItself),
  'RequestLimitExceeded.GlobalRegionUinLimitExceeded': slowDown(slowsByItself),
  'RequestLimitExceeded.IPLimitExceeded': slowDown(slowsByItself),
  'RequestLimitExceeded.UinLimitExceeded': slowDown(slowsByItself),
  RequestSizeLimitExceeded: refused('Shorten the values of this row and submit it again.'),
  // Busy often means that an earlier attempt is still at work, so looking comes before any second try.
  ResourceInUse: unknown(
    'Wait a while and look in the console whether an earlier attempt went through before buying again.',
  ),
  ResourceInsufficient: lineStopped('product', soldOut),
  ResourceNotFound: refused(
    'Correct the resource that the row names, as it does not exist, and submit the row again.',
  ),
  ResourceUnavailable: refused('Choose another product or region for this row, or retry it later.'),
  ResourcesSoldOut: lineStopped('product', soldOut),
  // The backend ran and only its answer was too large to come back.
  ResponseSizeLimitExceeded: unknown(lookFirst),
  ServiceUnavailable: unknown(lookFirst, 'account'),
  UnauthorizedOperation: lineStopped('account', grantRights),
  UnknownParameter: lineStopped('product', ourRequest),
  UnsupportedOperation: refused(
    'Choose what the product offers, as this operation is not supported, and submit the row again.',
  ),
  UnsupportedProtocol: lineStopped('account', ourRequest),
  UnsupportedRegion: lineStopped(
    'product',
    'Choose a region that the product serves and submit the rows again.',
  ),
};
