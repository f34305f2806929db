import { Agent, request } from 'node:http';
import { z } from 'zod';

/** Where bodies go, for how long, and by how many clients that send one after another. */
const HammerOrder = z.object({
  url: z.string(),
  key: z.string(),
  clients: z.number(),
  ms: z.number(),
});
type HammerOrder = z.infer<typeof HammerOrder>;

/** Each message has three values, so that the body is far from what is rejected unparsed and still costs much to parse. */
const MESSAGES = 60_000;
const MESSAGE_BYTES = 520;

/** A chat of almost 32 MB. */
function largeBody(): Buffer {
  const message = {
    role: 'user',
    content: 'x'.repeat(MESSAGE_BYTES - JSON.stringify({ role: 'user', content: '' }).length),
  };
  return Buffer.from(
    JSON.stringify({ model: 'llama3.2', max_tokens: 1, messages: Array.from({ length: MESSAGES }, () => message) }),
  );
}

function send(
  { url, key }: HammerOrder,
  { agent, body }: { readonly agent: Agent; readonly body: Buffer },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': body.byteLength,
    };
    request(url, { method: 'POST', agent, headers }, (response) => {
      response
        .resume()
        .once('end', () => resolve(response.statusCode ?? 0))
        .once('error', reject);
    })
      .once('error', reject)
      .end(body);
  });
}

/** How many bodies were answered, and with what statuses. */
async function hammer(order: HammerOrder): Promise<{ readonly bodies: number; readonly statuses: readonly number[] }> {
  const body = largeBody();
  const agent = new Agent({ keepAlive: true });
  const endAt = performance.now() + order.ms;
  const statuses: number[] = [];
  const client = async (): Promise<void> => {
    while (performance.now() < endAt) statuses.push(await send(order, { agent, body }));
  };
  await Promise.all(Array.from({ length: order.clients }, client));
  agent.destroy();
  return { bodies: statuses.length, statuses: [...new Set(statuses)] };
}

/** A program: sends large bodies, and responds with how many. */
process.on('message', async (message) => {
  process.send?.(await hammer(HammerOrder.parse(message)));
});
process.once('disconnect', () => process.exit());
process.send?.({});
