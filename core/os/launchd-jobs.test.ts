// launchctl-list: from the tests of https://github.com/AIdoesmyjob/termfix ("real macOS output"). launchctl-list-services:
// `launchctl list | grep …` of a Mac with Homebrew's services and Ollama.app, verbatim in a public runbook of August 2026.
// launchctl-bootout: https://github.com/DeterminateSystems/nix-installer/issues/1148 (3 and 5, with the exit codes),
// https://github.com/osquery/osquery/issues/5698 (36), and the tests of "tetherd" (1, 3, "measured on Darwin 25.6").
import { expect, test } from 'vitest';
import { bootOut, isBootedOut, launchdLabelOf, parseLaunchdList, serviceLabel } from './launchd-jobs.ts';
import { recorded } from './testing/recorded-fixture.ts';

test('parses the running jobs, without the header and the others', async () => {
  const jobs = parseLaunchdList(await recorded('launchctl-list'));
  expect(jobs.map(({ pid }) => pid)).toEqual([69_301, 31_749, 44_166, 744, 28_465, 783]);
  expect(jobs[3]).toEqual({ pid: 744, label: 'com.apple.Finder' });
  expect(parseLaunchdList('')).toEqual([]);
  expect(parseLaunchdList('Could not find domain for user gui: 501\n')).toEqual([]);
});

test('finds the service of a process', async () => {
  const jobs = parseLaunchdList(await recorded('launchctl-list-services'));
  expect(serviceLabel(jobs, 97_297, 97_297)).toBe('homebrew.mxcl.omlx');
  expect(serviceLabel(jobs, 96_295, 96_295)).toBe('local.litellm.proxy');
  expect(serviceLabel(jobs, 80_374, 80_374)).toBe('homebrew.mxcl.postgresql@16');
  // A script that launchd runs, and the server that it started.
  expect(serviceLabel(jobs, 96_300, 96_295)).toBe('local.litellm.proxy');
  expect(serviceLabel(jobs, 4711, 4711)).toBeNull();
});

test('neither an app that was opened nor a system job is a service to be stopped', async () => {
  const apps = parseLaunchdList(await recorded('launchctl-list-services'));
  expect(serviceLabel(apps, 17_810, 17_810)).toBeNull();
  expect(serviceLabel(apps, 17_811, 17_810)).toBeNull();
  expect(serviceLabel(parseLaunchdList(await recorded('launchctl-list')), 744, 744)).toBeNull();
});

test('a service is booted out when launchd has done it or is doing it', async () => {
  const codes = (await recorded('launchctl-bootout')).matchAll(/failed: (\d+):/g);
  expect([...codes].map(([, code]) => [code, isBootedOut(Number(code))])).toEqual([
    ['1', false],
    ['3', false],
    ['5', false],
    ['36', true],
  ]);
  expect(isBootedOut(0)).toBe(true);
  expect(isBootedOut(null)).toBe(false);
});

test.runIf(process.platform === 'linux')('Linux has no launchd', async () => {
  expect(await launchdLabelOf(process.pid)).toBeNull();
  expect(await bootOut('homebrew.mxcl.ollama')).toBe(false);
});
