import type { FollowUp } from '../shared/outcome.ts';

/** What follows a purchase, in columns for a spreadsheet. */
export const followUpColumns = [
  'followUp.action',
  'followUp.state',
  'followUp.zoneId',
  'followUp.nameServers',
  'followUp.dnsRecord',
  'followUp.dnsType',
  'followUp.dnsValue',
  'followUp.filePath',
  'followUp.fileContent',
  'followUp.errorCode',
  'followUp.errorMessage',
  'followUp.remedy',
  'followUp.requestId',
  'followUp.attempts',
] as const;

/** The cells under these columns; all empty where nothing follows. */
export function followUpCells(followUp: FollowUp | null): string[] {
  if (followUp === null) return followUpColumns.map(() => '');
  const { dns, file } = followUp.verification ?? { dns: null, file: null };
  const cells = [
    followUp.action,
    followUp.state,
    followUp.zoneId,
    followUp.nameServers.join(' '),
    dns?.subdomain,
    dns?.recordType,
    dns?.recordValue,
    file?.path,
    file?.content,
    followUp.errorCode,
    followUp.errorMessage,
    followUp.remedy,
    followUp.requestId,
    String(followUp.attempts),
  ];
  return cells.map((cell) => cell ?? '');
}
