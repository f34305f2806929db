import type { Address, AddressTest, ReachabilityReport, ReachCheck } from '../../contract/exposure.ts';
import { probeAddress, type Question } from './probe-address.ts';

export interface ReachabilityOptions {
  readonly addresses: readonly Address[];
  /** A key for as long as the test takes; of scope inference. */
  readonly temporaryKey: () => { readonly secret: string; end(): void };
  /** Whether localhost refuses foreign hosts, as Ollama does unless it listens on every interface. */
  readonly checksLocalhostHost: boolean;
}

interface Expectation {
  readonly check: ReachCheck['check'];
  readonly question: Question;
  readonly isAsExpected: (status: number) => boolean;
}

const LIST = { method: 'GET', path: '/v1/models' } as const;
/** A web page would come with its own name. */
const FOREIGN_HOST = 'corral-test.invalid';
/** No model is called that, so that nothing is lost should the request get through. */
const NO_MODEL = JSON.stringify({ model: 'corral-test-no-such-model' });

function isRefused(status: number): boolean {
  return status === 401 || status === 403;
}

function keyedExpectations(key: string): readonly Expectation[] {
  return [
    { check: 'withoutKey', question: LIST, isAsExpected: (status) => status === 401 },
    { check: 'withKey', question: { ...LIST, key }, isAsExpected: (status) => status === 200 },
    {
      check: 'management',
      question: { method: 'DELETE', path: '/api/delete', key, body: NO_MODEL },
      isAsExpected: isRefused,
    },
    { check: 'foreignHost', question: { ...LIST, key, host: FOREIGN_HOST }, isAsExpected: isRefused },
  ];
}
const keylessExpectations: readonly Expectation[] = [
  { check: 'responds', question: LIST, isAsExpected: (status) => status === 200 },
];
/** Nobody needs a key on this machine, so a web page must not pass for a program of it. */
const localhostExpectations: readonly Expectation[] = [
  ...keylessExpectations,
  { check: 'foreignHost', question: { ...LIST, host: FOREIGN_HOST }, isAsExpected: isRefused },
];

const NAME_UNKNOWN = new Set(['ENOTFOUND', 'EAI_AGAIN']);
/** What a way that is blocked and a server that hangs have in common. */
const UNANSWERED = new Set(['ETIMEDOUT', 'ECONNRESET']);
const BLOCKED = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET']);

/** What the first request that got no answer means; `isWayOpen` where nothing stands between it and the server. */
const adviceForNoResponse = (code: string, { isWayOpen }: { readonly isWayOpen: boolean }): string => {
  if (isWayOpen && UNANSWERED.has(code)) {
    return 'The way there is open, but the server doesn’t answer. Look at it on the Server page.';
  }
  if (NAME_UNKNOWN.has(code)) {
    return 'This Mac can’t look its own name up. Other devices may still find it; if they don’t, give them an address with numbers.';
  }
  if (BLOCKED.has(code)) {
    return 'Something drops what this Mac sends to its own address: a VPN, or another maker’s firewall. The one of macOS doesn’t.';
  }
  return 'Nobody answers there now. The address may just have changed; test again in a few seconds.';
};

const adviceFor = ({ needsKey, kind }: Address, checks: readonly ReachCheck[]): string | null => {
  const noResponse = checks.map(({ outcome }) => outcome).find((outcome) => 'errorCode' in outcome);
  if (noResponse) {
    return adviceForNoResponse(noResponse.errorCode, { isWayOpen: kind === 'loopback' || checks.length > 1 });
  }
  const failed = checks.find(({ passed }) => !passed);
  const status = failed && 'status' in failed.outcome && failed.outcome.status;
  if (failed?.check === 'responds' || failed?.check === 'withKey') {
    return `The server answered ${status} in place of a list of models. Look at it on the Server page.`;
  }
  if (failed && !needsKey) {
    return 'It answers under names that aren’t this Mac’s, so a web page opened here could use it. Newer versions of Ollama refuse that.';
  }
  if (failed) return 'Somebody got in who should not have. Choose “This Mac only” and look at who else uses the port.';
  return needsKey || kind === 'loopback'
    ? null
    : 'Anybody who can reach this address gets in: no key is asked for, and models can be deleted.';
};

async function testAddress(address: Address, expectations: readonly Expectation[]): Promise<AddressTest> {
  const base = new URL(address.url);
  const checks: ReachCheck[] = [];
  for (const { check, question, isAsExpected } of expectations) {
    const outcome = await probeAddress(base, question);
    checks.push({ check, passed: 'status' in outcome && isAsExpected(outcome.status), outcome });
    // The others would only wait as long, for the same reason.
    if ('errorCode' in outcome) break;
  }
  const { label, url, needsKey } = address;
  const passed = checks.every((check) => check.passed);
  return { label, url, needsKey, passed, checks, advice: adviceFor(address, checks) };
}

/** Asks every address as another device would, all at the same time. */
export async function testReachability(options: ReachabilityOptions): Promise<ReachabilityReport> {
  const { secret, end } = options.temporaryKey();
  try {
    const keyed = keyedExpectations(secret);
    const expectedAt = ({ needsKey, kind }: Address) => {
      if (needsKey) return keyed;
      return kind === 'loopback' && options.checksLocalhostHost ? localhostExpectations : keylessExpectations;
    };
    const addresses = await Promise.all(options.addresses.map((address) => testAddress(address, expectedAt(address))));
    return { at: Date.now(), addresses };
  } finally {
    end();
  }
}
