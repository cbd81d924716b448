import type { z } from 'zod';
import type { lineShape } from './shapes/line.ts';
import type { diagnosisShape, payerShape } from './shapes/machine.ts';
import type { problemShape } from './shapes/problem.ts';
import type { auditEntryShape, countsShape, runStatusShape, runSummaryShape } from './shapes/status.ts';

// What the API answers, for whoever reads it: the pages in the browser import types from here alone.

export type RunStatus = z.infer<typeof runStatusShape>;
export type RunSummary = z.infer<typeof runSummaryShape>;
export type Counts = z.infer<typeof countsShape>;
export type AuditEntry = z.infer<typeof auditEntryShape>;
export type ActionLine = z.infer<typeof lineShape>;
export type Payer = z.infer<typeof payerShape>;
export type Diagnosis = z.infer<typeof diagnosisShape>;
export type ProblemDocument = z.infer<typeof problemShape>;
