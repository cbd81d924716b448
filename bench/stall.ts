const stallMs = 300;
const everyMs = 2300;

// Loaded into each process of a bench with stalls: blocks the event loop, as a long collection of garbage or a busy
// machine does. Not at the same moments in all of them.
setTimeout(() => setInterval(block, everyMs).unref(), Math.random() * everyMs).unref();

function block(): void {
  const until = Date.now() + stallMs;
  while (Date.now() < until);
}
