import { markdownTable } from '../../test/docs/markdown-table.ts';
import { count } from '../section.ts';
import { writeBetweenMarks } from '../write-pages.ts';
import type { FittedLine } from './fit-line.ts';
import type { Judgement } from './judge.ts';
import type { Round } from './play-round.ts';
import type { SoakFindings } from './soak.ts';

/** Writes what a soak found into docs/soak.md, between its marks. */
export function writeSoakPage(findings: SoakFindings, machine: readonly string[]): void {
  writeBetweenMarks('docs/soak.md', soakText(findings, machine), 'npm run soak');
}

/** The same as Markdown. */
export function soakText(findings: SoakFindings, machine: readonly string[]): string {
  return [
    machine.map((sentence) => `- ${sentence}`).join('\n'),
    '## What was done',
    markdownTable(['', ''], storyOf(findings)),
    '## What grew',
    markdownTable(
      [
        'process',
        'measure',
        'after warm-up',
        'at the end',
        'slope an hour',
        '95 of 100 cases',
        'limit an hour',
        'verdict',
      ],
      Object.entries(findings.grown).flatMap(([name, judgements]) =>
        judgements.map((judgement) => rowOf(name, judgement)),
      ),
    ),
    redisText(findings),
  ].join('\n\n');
}

function storyOf({ rounds, ...findings }: SoakFindings): string[][] {
  const total = (pick: (round: Round) => number) =>
    count(rounds.reduce((sum, round) => sum + pick(round), 0));
  return [
    ['minutes', count(findings.minutes)],
    ['manifests submitted, worked and verified', count(rounds.length)],
    ['purchases', total(({ purchases }) => purchases)],
    ['calls that buy or look', total(({ calls }) => calls)],
    ['bought', total(({ sold }) => sold)],
    ['failed for certain', total(({ failed }) => failed)],
    ['in doubt on the way', total(({ doubted }) => doubted)],
    ['of these settled by a person, the rest by looks', total(({ settledByHand }) => settledByHand)],
    ['workers killed (`kill -9`) and replaced', count(findings.workersKilled)],
    ['Redis killed and started again', count(findings.redisKilled)],
    ['sets of faults', count(findings.faultSets)],
    ['held lines released', count(findings.linesReleased)],
    ['runs forgotten (`tcbatch forget`)', count(findings.runsForgotten)],
    ['pages, reports and streams asked for', count(findings.requests)],
    ['calls refused as more than 20 in a second', total(({ refused }) => refused)],
    ['differences between the books and what was sold', total(({ differences }) => differences.length)],
  ];
}

function rowOf(process: string, { measure, line, first, last, verdict }: Judgement): string[] {
  const figure = (value: number) => `${value.toFixed(measure.unit === '' ? 0 : 1)} ${measure.unit}`.trim();
  return [
    process,
    measure.name,
    figure(first),
    figure(last),
    signed(line.slope),
    rangeOf(line),
    `${measure.limitPerHour}`,
    verdict,
  ];
}

function redisText({ bytesPerPurchase: stays }: SoakFindings): string {
  return `Redis: of each purchase whose run was forgotten ${stays.slope.toFixed(0)} bytes stay (${rangeOf(stays, 0)}).`;
}

function rangeOf({ from, to }: FittedLine, digits = 2): string {
  return `${signed(from, digits)} to ${signed(to, digits)}`;
}

function signed(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return value > 0 ? `+${text}` : text.replace('-', '−');
}
