import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createInnerPorts } from './inner-ports.ts';

const PUBLIC = 11_434;

/** Gives the numbers one after another, then others. */
function drawing(...numbers: readonly number[]): () => number {
  const left = [...numbers];
  return () => left.shift() ?? Math.random();
}

/** The number that draws a port. */
function drawOf(port: number): number {
  return (port - 20_000 + 0.5) / 12_000;
}

test('the last port is used again, until it turns out to be in use', async () => {
  const ports = createInnerPorts({ recorded: () => null });
  const first = await ports.next(PUBLIC);
  expect(await ports.next(PUBLIC)).toBe(first);
  ports.refuse(first);
  const second = await ports.next(PUBLIC);
  expect(second).not.toBe(first);
  expect(await ports.next(PUBLIC)).toBe(second);
});

test.each([
  ['a server’s that an earlier host left', 23_456, true],
  ['the one that clients use', PUBLIC, false],
  ['the Ollama app’s', 11_435, false],
  ['one that systems draw for outgoing connections', 40_000, false],
])('a recorded port that is %s', async (_what, recorded, isUsed) => {
  const port = await createInnerPorts({ recorded: () => recorded }).next(PUBLIC);
  expect(port === recorded).toBe(isUsed);
});

test('drawn ports lie outside what systems draw from, are free, and aren’t the one that clients use', async () => {
  for (const number of [0, 0.5, 0.999_999]) {
    const port = await createInnerPorts({ recorded: () => null, random: drawing(number) }).next(PUBLIC);
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_768);
  }
  const other = createServer();
  const taken = await new Promise<number>((resolve) => {
    const listen = () => other.listen(20_000 + Math.floor(Math.random() * 12_000), '127.0.0.1');
    other.on('error', listen).once('listening', () => {
      const address = other.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
    listen();
  });
  onTestFinished(() => void other.close());
  const random = drawing(drawOf(taken), drawOf(25_000));
  expect(await createInnerPorts({ recorded: () => null, random }).next(25_000)).not.toBe(taken);
  expect(await createInnerPorts({ recorded: () => null, random: drawing(drawOf(25_000)) }).next(25_000)).not.toBe(
    25_000,
  );
});
