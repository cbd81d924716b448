import type { SourceFile } from './source-file.ts';

interface Room {
  /** Rooms that it may import besides itself. */
  readonly mayImport: readonly string[];
  readonly why: string;
}

const roleReason =
  'a role knows what all agree on and nothing of the other roles, so that each can be read, tested and replaced alone';
const faceReason =
  'the two faces stand side by side: what both need belongs to a role, and only the command `serve` opens the other door';
const role: Room = { mayImport: ['shared'], why: roleReason };
// `notify` tells people what happened: a role of its own, so that what buys cannot wait for it, nor it for what buys.
const roles = ['producer', 'worker', 'control', 'report', 'simulator', 'notify'];

const rooms: Readonly<Record<string, Room>> = {
  shared: {
    mayImport: [],
    why: 'what everybody stands on can stand on nobody; what one role alone needs belongs to that role',
  },
  producer: role,
  worker: role,
  control: role,
  report: role,
  simulator: role,
  notify: role,
  cli: { mayImport: ['shared', ...roles], why: faceReason },
  web: { mayImport: ['shared', ...roles], why: faceReason },
};

/** What runs in a browser, and the shapes that it is given. */
const browser = 'src/web/browser/';
const shapes = 'src/web/api-types.ts';

/** The one command that starts the web site. */
const serveCommand = /^src\/cli\/(?:.+\/)?serve\.ts$/;

/** Names each import that points where it must not, with the reason for the rule. */
export function findWrongArrows(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => [
    ...strangeRoom(file),
    ...file.imports.flatMap((imported) => wrongArrow(file.path, imported)),
  ]);
}

function strangeRoom({ path }: SourceFile): string[] {
  if (rooms[roomOf(path)]) return [];
  return [
    `${path} is in none of the rooms ${Object.keys(rooms).join(', ')}: a folder of src is a role or a face`,
  ];
}

function wrongArrow(from: string, to: string): string[] {
  const room = rooms[roomOf(from)];
  if (!room) return [];
  if (!to.startsWith('src/')) {
    return [`${from} imports ${to}, but src imports nothing of ours outside: dist/ is made from src alone`];
  }
  if (from.startsWith(browser) !== to.startsWith(browser) && !(from.startsWith(browser) && to === shapes)) {
    return [
      `${from} imports ${to}, but a browser has neither Node nor our roles: it is given files of ${browser} alone, and knows the API by ${shapes}`,
    ];
  }
  if (roomOf(from) === 'simulator' && to.startsWith('src/shared/actions/')) {
    return [
      `${from} imports ${to}, but the simulator answers from the vendor's own examples: a wrong schema must not be confirmed by a simulator that shares it`,
    ];
  }
  const target = roomOf(to);
  const isAllowed = target === roomOf(from) || room.mayImport.includes(target);
  if (isAllowed || (target === 'web' && serveCommand.test(from))) return [];
  return [`${from} imports ${to}, but ${room.why}`];
}

function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}
