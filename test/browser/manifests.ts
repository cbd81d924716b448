/** A manifest as a spreadsheet saves it: a byte-order mark, and CR LF at each line's end. */
export function spreadsheet(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(inCell).join(',')}\r\n`).join('')}`;
}

/** DNS packages for so many domains, one on a row. */
export function packages(name: string, count: number): string {
  const rows = Array.from({ length: count }, (_, i) => [
    'CreatePackageOrder',
    `${name}-${i + 1}.example`,
    'DPG_PROFESSIONAL',
    `${name}-${i + 1}`,
  ]);
  return spreadsheet([['Action', 'Domain', 'Grade', 'Reference'], ...rows]);
}

/** So many EdgeOne plans, each on a row of its own. */
export function plans(name: string, count: number): string {
  const rows = Array.from({ length: count }, (_, i) => ['CreatePlan', 'personal', `${name}-${i + 1}`]);
  return spreadsheet([['Action', 'PlanType', 'Reference'], ...rows]);
}

function inCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
