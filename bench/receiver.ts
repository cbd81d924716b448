import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';

// Program: stands where the API would and notes when each call arrives. Prints its URL; `GET /arrivals` tells the
// times, in milliseconds. Values: the shortest and the longest time to an answer, and the most that a call is on its
// way, in milliseconds.
const [minAnswerMs = 0, maxAnswerMs = 0, jitterMs = 0] = process.argv.slice(2).map(Number);
const arrivals: number[] = [];

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  if (request.url === '/arrivals') {
    response.end(JSON.stringify(arrivals));
    return;
  }
  // A call arrives at the end of its way.
  const onTheWayMs = Math.random() * jitterMs;
  arrivals.push(performance.now() + onTheWayMs);
  const answerMs = onTheWayMs + minAnswerMs + Math.random() * (maxAnswerMs - minAnswerMs);
  const answer = () => {
    response.setHeader('Content-Type', 'application/json');
    response.end('{"Response":{"RequestId":"5f6dd7a8-5b40-4d2c-9f26-1a2b3c4d5e6f"}}');
  };
  request.resume().once('end', () => (answerMs === 0 ? answer() : setTimeout(answer, answerMs)));
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Cannot tell the port');
  process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
