import { readFileSync } from 'node:fs';
import { DockerfileParser, type Instruction, JSONInstruction } from 'dockerfile-ast';

/** What the Dockerfile says of the containers of its image. */
export interface Image {
  readonly text: string;
  readonly entrypoint: readonly string[];
  readonly healthCheck: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  /** What each stage takes from the repository. */
  readonly copied: readonly string[];
}

export function readImage(): Image {
  const text = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
  const instructions = DockerfileParser.parse(text).getInstructions();
  const lastStage = instructions.slice(instructions.findLastIndex((each) => each.getKeyword() === 'FROM'));
  const last = (keyword: string) => lastStage.findLast((each) => each.getKeyword() === keyword);
  return {
    text,
    entrypoint: wordsOf(last('ENTRYPOINT')),
    healthCheck: commandOf(last('HEALTHCHECK')),
    environment: Object.fromEntries(
      lastStage
        .filter((each) => each.getKeyword() === 'ENV')
        .map((each) => (each.getArgumentsContent() ?? '').split('=', 2)),
    ),
    user: last('USER')?.getArgumentsContent() ?? 'root',
    copied: instructions.filter((each) => each.getKeyword() === 'COPY').flatMap(fromRepository),
  };
}

function wordsOf(instruction: Instruction | undefined): string[] {
  if (!(instruction instanceof JSONInstruction)) return [];
  return instruction.getJSONStrings().map((each) => JSON.parse(each.getValue()) as string);
}

function commandOf(instruction: Instruction | undefined): string[] {
  const content = instruction?.getRawArgumentsContent() ?? '';
  return JSON.parse(content.slice(content.indexOf('['))) as string[];
}

function fromRepository(instruction: Instruction): string[] {
  const words = instruction.getArguments().map((each) => each.getValue());
  // From another stage it is by its whole path.
  return words.filter((word) => !/^(?:--|\/)/.test(word)).slice(0, -1);
}
