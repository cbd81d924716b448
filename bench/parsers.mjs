import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { recordSplitter } from '../dist/producer/manifest/split-records.js';

// Program: compares readers of CSV, on one manifest and on faulty texts. Value: the manifest's path. Those that are
// not installed are left out; all of them come with
// `npm install --no-save papaparse udsv d3-dsv csv-parser @fast-csv/parse`.
const pieceBytes = 64 * 1024;
const rounds = 3;

/** Each reads a file that comes in pieces, as far as it can, and gives its records; it throws on a fault that it sees. */
const contenders = {
  tcbatch: async () => (pieces, onRecord) => {
    const splitter = recordSplitter({ maxLength: 1024 * 1024 });
    const hand = ({ records, fault }) => {
      for (const { cells } of records) onRecord(cells);
      if (fault) throw new Error(fault.kind);
    };
    for (const piece of pieces) hand(splitter.take(piece));
    hand(splitter.end());
  },
  'csv-parse': async () => {
    const { parse } = await import('csv-parse');
    return (pieces, onRecord) => streamed(parse({ relax_column_count: true }).on('data', onRecord), pieces);
  },
  papaparse: async () => {
    const { default: papa } = await import(named('papaparse'));
    return (pieces, onRecord) => {
      const parser = new papa.Parser({ delimiter: ',', newline: '\n' });
      let rest = '';
      const hand = (text, isLast) => {
        const { data, errors, meta } = parser.parse(text, 0, !isLast);
        for (const record of data) onRecord(record);
        if (errors.length > 0 && isLast) throw new Error(errors[0].code);
        rest = text.slice(meta.cursor);
      };
      for (const piece of pieces) hand(rest + piece.toString('utf8'), false);
      hand(rest, true);
    };
  },
  udsv: async () => {
    const { inferSchema, initParser } = await import(named('udsv'));
    return (pieces, onRecord) => {
      const parser = initParser(inferSchema(pieces[0].toString('utf8'), { col: ',' }));
      for (const piece of pieces) parser.chunk(piece.toString('utf8'), parser.stringArrs, onRecord);
      parser.end();
    };
  },
  'd3-dsv': async () => {
    const { csvParseRows } = await import(named('d3-dsv'));
    // Reads whole texts alone, so it gets the whole file.
    return (pieces, onRecord) => void csvParseRows(Buffer.concat(pieces).toString('utf8'), onRecord);
  },
  'csv-parser': async () => {
    const { default: csvParser } = await import(named('csv-parser'));
    return (pieces, onRecord) => streamed(csvParser({ headers: false }).on('data', onRecord), pieces);
  },
  '@fast-csv/parse': async () => {
    const { parse } = await import(named('@fast-csv/parse'));
    return (pieces, onRecord) => streamed(parse().on('data', onRecord), pieces);
  },
};

const faults = {
  'a quote left open': 'a,b\n1,2\n3,"4\n5,6\n',
  'text after a closing quote': 'a,b\n"1"x,2\n3,4\n',
  'a quote inside a cell': 'a,b\n1"x,2\n3,4\n',
  'a cell too few': 'a,b\n1\n3,4\n',
};

/** Not by a literal, as nobody needs these to work on the project. */
function named(library) {
  return library;
}

async function streamed(parser, pieces) {
  const ended = new Promise((resolve, reject) => {
    parser.on('error', reject).on('close', resolve).on('end', resolve).resume();
  });
  ended.catch(() => {});
  for (const piece of pieces) if (!parser.write(piece) && !parser.destroyed) await nextTurn();
  parser.end();
  await ended;
}

function piecesOf(bytes) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  return pieces;
}

/** A fault is seen when it is told, or when the record comes out as it stands: with its one cell. */
async function seesFault(read, text) {
  const records = [];
  try {
    await read(piecesOf(Buffer.from(text)), (record) => records.push(Object.values(record)));
  } catch {
    return true;
  }
  return records.some((cells) => cells.length === 1 && cells[0] === '1');
}

async function measure(name, path) {
  const read = await contenders[name]();
  const pieces = piecesOf(readFileSync(path));
  const before = process.cpuUsage();
  let records = 0;
  await read(pieces, () => {
    records += 1;
  });
  const { user, system } = process.cpuUsage(before);
  const seen = [];
  for (const [fault, text] of Object.entries(faults)) if (await seesFault(read, text)) seen.push(fault);
  return { microseconds: (user + system) / records, seen };
}

const [path = '', only] = process.argv.slice(2);
if (only) {
  process.stdout.write(JSON.stringify(await measure(only, path)));
} else {
  for (const name of Object.keys(contenders)) {
    // A process of its own for each: what one leaves behind would slow the next one down.
    const runs = Array.from({ length: rounds }, () =>
      spawnSync(process.execPath, [fileURLToPath(import.meta.url), path, name], { encoding: 'utf8' }),
    ).filter(({ status }) => status === 0);
    const found = runs
      .map(({ stdout }) => JSON.parse(stdout))
      .sort((a, b) => a.microseconds - b.microseconds);
    const middle = found[Math.floor(found.length / 2)];
    const line = middle
      ? `${middle.microseconds.toFixed(2)} us of processor a record; sees ${middle.seen.join(', ') || 'no fault'}`
      : 'is not installed, or failed';
    process.stdout.write(`${name}: ${line}\n`);
  }
}
