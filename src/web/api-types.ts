import type { z } from 'zod';
import type { expiringShape } from './shapes/expiring.ts';
import type { lineShape } from './shapes/line.ts';
import type { diagnosisShape, payerShape } from './shapes/machine.ts';
import type { problemShape } from './shapes/problem.ts';
import type { purchaseDetailShape, purchasePageShape, reportLineShape } from './shapes/purchase.ts';
import type { auditEntryShape, countsShape, runStatusShape, runSummaryShape } from './shapes/status.ts';
import type { paidShape, paymentPlanShape, unpaidOrderShape } from './shapes/unpaid.ts';
import type { manifestPageShape, planShape, problemLineShape, uploadShape } from './shapes/upload.ts';
import type { verificationShape } from './shapes/verification.ts';

// What the API answers, for whoever reads it: the pages in the browser import types from here alone.

export type RunStatus = z.infer<typeof runStatusShape>;
export type RunSummary = z.infer<typeof runSummaryShape>;
export type Counts = z.infer<typeof countsShape>;
export type AuditEntry = z.infer<typeof auditEntryShape>;
export type ActionLine = z.infer<typeof lineShape>;
export type ReportLine = z.infer<typeof reportLineShape>;
export type PurchasePage = z.infer<typeof purchasePageShape>;
export type PurchaseDetail = z.infer<typeof purchaseDetailShape>;
export type Verification = z.infer<typeof verificationShape>;
export type Plan = z.infer<typeof planShape>;
export type Upload = z.infer<typeof uploadShape>;
export type ManifestPage = z.infer<typeof manifestPageShape>;
export type ManifestProblem = z.infer<typeof problemLineShape>;
export type Expiring = z.infer<typeof expiringShape>;
export type UnpaidOrder = z.infer<typeof unpaidOrderShape>;
export type PaymentPlan = z.infer<typeof paymentPlanShape>;
export type Paid = z.infer<typeof paidShape>;
export type Payer = z.infer<typeof payerShape>;
export type Payers = Pick<Plan, 'payer' | 'payers'>;
export type Skips = Pick<Plan, 'wouldSkip' | 'wouldSkipUnknown'>;
export type Diagnosis = z.infer<typeof diagnosisShape>;
export type ProblemDocument = z.infer<typeof problemShape>;
