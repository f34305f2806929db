import { expect, it } from 'vitest';
import { matchesOwnHost } from '../gateway/admission/host-rule.ts';
import { hostProblem } from './host-problem.ts';
import { normalizePatch, settingProblems } from './setting-problems.ts';

it.each(['studio', 'studio.example.com', 'mac_1.lan', '10.0.0.7', 'fd00::7', 'a'.repeat(63)])(
  'accepts %s, and the gateway then accepts requests for it',
  (host) => {
    expect(hostProblem(host)).toBeNull();
    const sent = host.includes(':') ? `[${host}]` : host;
    expect(matchesOwnHost([`${sent}:11434`], { hosts: [host], port: null })).toBe(true);
  },
);

it.each([
  ['', /Enter/],
  ['http://studio', /without http/],
  ['studio/v1', /or a path/],
  ['studio:11434', /port/],
  ['*.example.com', /in full/],
  ['-studio', /valid host name/],
  ['stu dio', /valid host name/],
  [`${'a'.repeat(64)}.example`, /valid host name/],
])('rejects %j', (host, reason) => {
  expect(hostProblem(host)).toMatch(reason);
});

it('is checked before it is saved, whatever its case', () => {
  const patch = normalizePatch({ allowedHosts: [' Studio.example ', 'studio.example'] });
  expect(patch.allowedHosts).toEqual(['studio.example', 'studio.example']);
  expect(settingProblems(patch)).toEqual([{ field: 'allowedHosts', reason: expect.stringContaining('already') }]);
});
