import type { Command } from 'commander';
import { addCancel } from './cancel.ts';
import { addDoctor } from './doctor.ts';
import { addDown } from './down.ts';
import { addHold } from './hold.ts';
import { addPause } from './pause.ts';
import { addPlan } from './plan.ts';
import { addReconcile } from './reconcile.ts';
import { addRelease } from './release.ts';
import { addReport } from './report.ts';
import { addResolve } from './resolve.ts';
import { addResume } from './resume.ts';
import { addRetry } from './retry.ts';
import { addRun } from './run.ts';
import { addRuns } from './runs.ts';
import { addServe } from './serve.ts';
import { addSimulate } from './simulate.ts';
import { addStatus } from './status.ts';
import { addSubmit } from './submit.ts';
import { addTemplate } from './template.ts';
import { addValidate } from './validate.ts';
import { addVerify } from './verify.ts';
import { addWorker } from './worker.ts';

/** Adds one command to the program. */
export type AddCommand = (program: Command) => void;

/** Every command, in the order and under the headings of the help. A new one is its own file and a line here. */
export const commandGroups: readonly { readonly title: string; readonly commands: readonly AddCommand[] }[] =
  [
    { title: 'Before you buy:', commands: [addTemplate, addValidate, addPlan] },
    { title: 'Buy:', commands: [addRun, addSubmit, addWorker, addServe] },
    { title: 'See what happened:', commands: [addStatus, addRuns, addReport, addVerify] },
    {
      title: 'Step in:',
      commands: [addPause, addResume, addCancel, addHold, addRelease, addRetry, addResolve, addReconcile],
    },
    { title: 'This machine:', commands: [addDoctor, addSimulate, addDown] },
  ];
