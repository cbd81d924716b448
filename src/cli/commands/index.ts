import type { Command } from 'commander';

/** Adds one command to the program. */
export type AddCommand = (program: Command) => void;

/** Some commands under one heading of the help, each loaded when it is wanted. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: Readonly<Record<string, () => Promise<AddCommand>>>;
}

/**
 * Every command, in the order and under the headings of the help. A new one is its own file and a line here. Whoever
 * checks a manifest should not wait until a web server and a queue are loaded.
 */
export const commandGroups: readonly CommandGroup[] = [
  {
    title: 'Before you buy:',
    commands: {
      template: async () => (await import('./template.ts')).addTemplate,
      expiring: async () => (await import('./expiring.ts')).addExpiring,
      validate: async () => (await import('./validate.ts')).addValidate,
      plan: async () => (await import('./plan.ts')).addPlan,
    },
  },
  {
    title: 'Buy:',
    commands: {
      run: async () => (await import('./run.ts')).addRun,
      submit: async () => (await import('./submit.ts')).addSubmit,
      worker: async () => (await import('./worker.ts')).addWorker,
      serve: async () => (await import('./serve.ts')).addServe,
    },
  },
  {
    title: 'See what happened:',
    commands: {
      status: async () => (await import('./status.ts')).addStatus,
      runs: async () => (await import('./runs.ts')).addRuns,
      report: async () => (await import('./report.ts')).addReport,
      verify: async () => (await import('./verify.ts')).addVerify,
      unpaid: async () => (await import('./unpaid.ts')).addUnpaid,
    },
  },
  {
    title: 'Step in:',
    commands: {
      pause: async () => (await import('./pause.ts')).addPause,
      resume: async () => (await import('./resume.ts')).addResume,
      cancel: async () => (await import('./cancel.ts')).addCancel,
      hold: async () => (await import('./hold.ts')).addHold,
      release: async () => (await import('./release.ts')).addRelease,
      rate: async () => (await import('./rate.ts')).addRate,
      retry: async () => (await import('./retry.ts')).addRetry,
      resolve: async () => (await import('./resolve.ts')).addResolve,
      reconcile: async () => (await import('./reconcile.ts')).addReconcile,
      pay: async () => (await import('./pay.ts')).addPay,
    },
  },
  {
    title: 'Keep and forget:',
    commands: {
      archive: async () => (await import('./archive.ts')).addArchive,
      import: async () => (await import('./import.ts')).addImport,
      forget: async () => (await import('./forget.ts')).addForget,
      restored: async () => (await import('./restored.ts')).addRestored,
      migrate: async () => (await import('./migrate.ts')).addMigrate,
    },
  },
  {
    title: 'This machine:',
    commands: {
      webhooks: async () => (await import('./webhooks.ts')).addWebhooks,
      doctor: async () => (await import('./doctor.ts')).addDoctor,
      simulate: async () => (await import('./simulate.ts')).addSimulate,
      down: async () => (await import('./down.ts')).addDown,
    },
  },
];
