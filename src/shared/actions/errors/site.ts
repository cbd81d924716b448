import type { ErrorTable } from '../action.ts';
import { lineStopped, refused, unknown } from './rule.ts';

const occupied =
  'Look in the EdgeOne console which site of this account holds the domain, and free it before trying again.';
const otherAccount =
  'Let the other Tencent Cloud account that holds this domain release it, then retry the follow-up.';
const otherName =
  'Correct the ZoneName to a domain that EdgeOne takes, and create the site on the plan by hand in the console.';
const blocked = 'Ask Tencent Cloud support why this domain may not be connected, then retry the follow-up.';
const lookAgain = 'Look in the EdgeOne console whether the site is on the plan before trying again.';

/** EdgeOne's codes for putting a site on a plan, where they are not what they are for buying the plan. */
export const siteErrors: ErrorTable = {
  'FailedOperation.FailedToCallDNSPod': unknown(lookAgain),
  'InvalidParameter.LengthExceedsLimit': refused(otherName),
  // Of a plan that was just bought it says that the plan does not show yet: a look settles whether it ever will.
  'InvalidParameter.PlanNotFound': unknown(
    'Look in the EdgeOne console for the plan, and retry the follow-up once it shows there.',
  ),
  // It may be the plan that was asked for, by an earlier attempt.
  'InvalidParameter.ZoneHasBeenBound': unknown(
    'Look at the site in the EdgeOne console, take it off the plan it is on if that is right, and retry the follow-up or bind it by hand.',
  ),
  'InvalidParameter.ZoneNotFound': refused(
    'Correct the ZoneId, as this account has no such site, and bind the right one to the plan by hand in the console.',
  ),
  'InvalidParameterValue.AccessBlacklist': refused(blocked),
  'InvalidParameterValue.TopLevelDomainNotSupport': refused(otherName),
  'InvalidParameterValue.ZoneNameInvalid': refused(otherName),
  'InvalidParameterValue.ZoneNameNotSupportPunyCode': refused(otherName),
  'InvalidParameterValue.ZoneNameNotSupportSubDomain': refused(otherName),
  'InvalidParameterValue.ZoneSameAsName': unknown(occupied),
  // A plan takes so many sites: the row's matter, and not the whole line's.
  LimitExceeded: refused(
    'Take another site off the plan or raise the number of sites it takes, then retry the follow-up.',
  ),
  'LimitExceeded.ZoneBindPlan': refused(
    'Take another site off the plan or raise the number of sites it takes, then retry the follow-up.',
  ),
  'OperationDenied.ComplianceForbidden': refused(blocked),
  'OperationDenied.DNSPodUnauthorizedRoleOperation': lineStopped(
    'account',
    'Let the account owner grant EdgeOne the role TEO_QCSLinkedRoleInDnspodAccessEO, then release the line.',
  ),
  'OperationDenied.DomainIsBlocked': refused(blocked),
  'OperationDenied.RecordIsForbidden': refused(blocked),
  ResourceInUse: unknown(occupied),
  'ResourceInUse.Others': refused(otherAccount),
  'ResourceInUse.OthersAliasDomain': refused(otherAccount),
  'ResourceInUse.OthersCname': refused(otherAccount),
  'ResourceInUse.OthersHost': refused(otherAccount),
  'ResourceInUse.OthersNS': refused(otherAccount),
  'ResourceNotFound.DNSPodDomainNotInAccount': refused(
    'Add the domain to DNSPod in this account, then retry the follow-up.',
  ),
  'UnauthorizedOperation.Unknown': unknown(lookAgain),
};
