import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { Address, AddressTest, ReachabilityReport, ReachCheck } from '../../contract/exposure.ts';
import { type ProbeRequest, probeAddress } from './probe-address.ts';

/** A key that is valid until `end`. */
interface TemporaryKey {
  readonly secret: string;
  end(): void;
}

export interface ReachabilityOptions {
  readonly addresses: readonly Address[];
  /** Issues a key of scope inference for the duration of the test. */
  readonly temporaryKey: () => Promise<TemporaryKey> | TemporaryKey;
  /** Whether localhost rejects unknown host names, as Ollama does unless it listens on every interface. */
  readonly checksLocalhostHost: boolean;
}

interface Expectation {
  readonly check: ReachCheck['check'];
  readonly request: ProbeRequest;
  readonly isAsExpected: (status: number) => boolean;
}

const LIST = { method: 'GET', path: '/v1/models' } as const;
/** Stands for the host name of a web page. */
const FOREIGN_HOST = 'corral-test.invalid';
/** No model has that name, so nothing is deleted if the request is accepted. */
const NO_MODEL = JSON.stringify({ model: 'corral-test-no-such-model' });

function isRejected(status: number): boolean {
  return status === 401 || status === 403;
}

function keyedExpectations(key: string): readonly Expectation[] {
  return [
    { check: 'withoutKey', request: LIST, isAsExpected: (status) => status === 401 },
    { check: 'withKey', request: { ...LIST, key }, isAsExpected: (status) => status === 200 },
    {
      check: 'management',
      request: { method: 'DELETE', path: '/api/delete', key, body: NO_MODEL },
      isAsExpected: isRejected,
    },
    { check: 'foreignHost', request: { ...LIST, key, host: FOREIGN_HOST }, isAsExpected: isRejected },
  ];
}

const KEYLESS_EXPECTATIONS: readonly Expectation[] = [
  { check: 'responds', request: LIST, isAsExpected: (status) => status === 200 },
];
/** This Mac needs no key, so a web page must not pass for one of its apps. */
const LOCALHOST_EXPECTATIONS: readonly Expectation[] = [
  ...KEYLESS_EXPECTATIONS,
  { check: 'foreignHost', request: { ...LIST, host: FOREIGN_HOST }, isAsExpected: isRejected },
];

const UNKNOWN_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN']);
/** Both a blocked connection and a hung server can have these. */
const NO_RESPONSE = new Set(['ETIMEDOUT', 'ECONNRESET']);
const BLOCKED = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET']);

/** What the first request without a response means. With `isReachable`, nothing is between this Mac and the address. */
function adviceForNoResponse(code: string, { isReachable }: { readonly isReachable: boolean }): string {
  if (isReachable && NO_RESPONSE.has(code)) return exposureText('advice.serverUnresponsive');
  if (UNKNOWN_HOST.has(code)) return exposureText('advice.unknownHost');
  return BLOCKED.has(code) ? exposureText('advice.blocked') : exposureText('advice.notListening');
}

function adviceFor({ needsKey, kind }: Address, checks: readonly ReachCheck[]): string | null {
  const noResponse = checks.map(({ outcome }) => outcome).find((outcome) => 'errorCode' in outcome);
  if (noResponse) {
    return adviceForNoResponse(noResponse.errorCode, { isReachable: kind === 'loopback' || checks.length > 1 });
  }
  const failed = checks.find(({ passed }) => !passed);
  if (failed?.check === 'responds' || failed?.check === 'withKey') {
    const status = 'status' in failed.outcome ? String(failed.outcome.status) : '';
    return exposureText('advice.noModelList', { status });
  }
  if (failed) return needsKey ? exposureText('advice.accepted') : exposureText('advice.foreignHost');
  return needsKey || kind === 'loopback' ? null : exposureText('advice.open');
}

async function testAddress(address: Address, expectations: readonly Expectation[]): Promise<AddressTest> {
  const base = new URL(address.url);
  const checks: ReachCheck[] = [];
  for (const { check, request, isAsExpected } of expectations) {
    const outcome = await probeAddress(base, request);
    checks.push({ check, passed: 'status' in outcome && isAsExpected(outcome.status), outcome });
    // The others would time out for the same reason.
    if ('errorCode' in outcome) break;
  }
  const { label, url, needsKey } = address;
  const passed = checks.every((check) => check.passed);
  return { label, url, needsKey, passed, checks, advice: adviceFor(address, checks) };
}

/** Makes real requests to every address, all at the same time. */
export async function testReachability(options: ReachabilityOptions): Promise<ReachabilityReport> {
  const { secret, end } = await options.temporaryKey();
  try {
    const keyed = keyedExpectations(secret);
    const expectedAt = ({ needsKey, kind }: Address) => {
      if (needsKey) return keyed;
      return kind === 'loopback' && options.checksLocalhostHost ? LOCALHOST_EXPECTATIONS : KEYLESS_EXPECTATIONS;
    };
    const addresses = await Promise.all(options.addresses.map((address) => testAddress(address, expectedAt(address))));
    return { at: Date.now(), addresses };
  } finally {
    end();
  }
}
