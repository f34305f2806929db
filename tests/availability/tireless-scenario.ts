/** One host, clients that never stop asking, and what happens to it meanwhile. Runs in a namespace of its own; prints its report. */
import { INSTALLED } from '../clients/keyed-host.ts';
import { readEvents } from '../ollama/fake-events.ts';
import { type AvailabilityFixture, openAvailabilityFixture } from './availability-fixture.ts';
import { briefDisruptions, type Disruption, harmlessDisruptions } from './disruptions.ts';
import { type Figures, figuresOf } from './figures.ts';
import { probePort } from './port-probe.ts';
import { requestKinds } from './request-kinds.ts';
import { runLength } from './run-length.ts';
import { startClients } from './tireless-clients.ts';

/** Requests that end between two disruptions: half a second in which everything is as usual. */
const CALM_REQUESTS = 10;

/** One part of the run; each is printed as a line of JSON. */
export interface Part {
  readonly name: string;
  /** Nothing may fail in it but streams that have begun. */
  readonly isHarmless: boolean;
  readonly figures: Figures;
  /** Requests of which the fake began to generate a second response; the real server doesn't say. */
  readonly sentAgain: number;
  /** The longest time in which an address refused every connection, in milliseconds. */
  readonly refusedMs: number;
}

function generationsStarted({ corral }: AvailabilityFixture): number {
  return readEvents(corral.home).filter(({ event }) => event === 'generation-started').length;
}

/** Plays disruptions while clients ask, and prints what became of their requests. */
async function play(
  name: string,
  disruptions: readonly Disruption[],
  { fixture, isHarmless }: { fixture: AvailabilityFixture; isHarmless: boolean },
): Promise<void> {
  const { callers, corral, keyedAddress } = fixture;
  const before = generationsStarted(fixture);
  const clients = startClients({ callers, kinds: requestKinds(INSTALLED) });
  await clients.served(CALM_REQUESTS);
  const probes = ['127.0.0.1', '::1', ...(isHarmless ? [] : [keyedAddress])].map((host) =>
    probePort(host, corral.ollamaPort),
  );
  for (const disruption of disruptions) {
    await disruption.act(fixture, clients);
    // One that is sent once more may be cut off a second time otherwise, on a busy machine.
    await clients.caughtUp();
    await clients.served(CALM_REQUESTS);
  }
  const refusedMs = Math.max(...probes.map((probe) => probe.stop()));
  await clients.stop();
  const generations = clients.outcomes.filter(({ generates }) => generates).length;
  const sentAgain = Math.max(0, generationsStarted(fixture) - before - generations);
  const part: Part = { name, isHarmless, figures: figuresOf(clients.outcomes), sentAgain, refusedMs };
  console.log(JSON.stringify(part));
}

const fixture = await openAvailabilityFixture();
try {
  const harmless = harmlessDisruptions(runLength);
  await play(`${harmless.length} disruptions`, harmless, { fixture, isHarmless: true });
  for (const disruption of briefDisruptions(runLength)) {
    await play(disruption.name, [disruption], { fixture, isHarmless: false });
  }
} finally {
  await fixture.dispose();
}
// Connections that clients keep must not keep this process.
process.exit();
