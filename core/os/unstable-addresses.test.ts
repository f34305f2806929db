// ifconfig-addresses: rows as people with Macs post them, put together in one interface; the row of CLAT46 is composed after the source
// of Apple’s ifconfig.
import { expect, it } from 'vitest';
import { recorded } from './testing/recorded-fixture.ts';
import { createUnstableAddresses, parseIfconfig, parseIfInet6, unstableAddressesMac } from './unstable-addresses.ts';

const TEMPORARY = '2600:1700:1150:9440:408c:1bc2:2331:300c';
const STABLE = '2600:1700:1150:9440:8a6:5e43:a1f2:980d';

it('finds temporary, deprecated, and detached addresses in the output of ifconfig', async () => {
  const { all, unstable } = parseIfconfig(await recorded('ifconfig-addresses'));
  expect([...unstable]).toEqual([
    '2600:1700:1150:9440:2011:5273:b721:1b9',
    TEMPORARY,
    'fdc9:8c75:ae02:0:9dd1:d612:d4db:1b6b',
    '2606:4700:42::40',
    '2600:1700:1150:9440:14:6b5a:ff9b:2d01',
  ]);
  expect([...all].filter((address) => !unstable.has(address))).toEqual([
    '::1',
    'fe80::1',
    'fe80::454:7b3a:963b:7fab',
    STABLE,
    '2600:1700:1150:9440::27',
    'fdc9:8c75:ae02:0:10b8:5dd2:e91:b73f',
    'fdc9:8c75:ae02::8e0',
    'fd12::9',
  ]);
});

it('finds them by the flags of Linux', () => {
  const { all, unstable } = parseIfInet6(
    [
      '00000000000000000000000000000001 01 80 10 80       lo',
      'fd000000000000000000000000000002 04 40 00 82     eth0',
      'fd000000000000000000000000000003 04 40 00 01     eth0',
      '2a020000000000000000000000000004 04 40 00 a0     eth0',
      'fd000000000000000000000000000005 04 40 00 c0     eth0',
      'fd000000000000000000000000000006 04 40 00 00     eth0',
      '',
    ].join('\n'),
  );
  expect([...unstable]).toEqual(['fd00::3', '2a02::4']);
  expect([...all]).toEqual(expect.arrayContaining(['fd00::5', 'fd00::6']));
  expect([...parseIfInet6('').all]).toEqual([]);
});

it('waits on macOS until a new address is known, and takes all for stable where none can be known', async () => {
  let output: string | null = await recorded('ifconfig-addresses');
  const mac = unstableAddressesMac(async () => output);
  const present = ['192.168.1.143', STABLE, TEMPORARY];
  expect([...mac.among(present)]).toEqual([STABLE, TEMPORARY]);
  await mac.refresh();
  expect([...mac.among(present)]).toEqual([TEMPORARY]);
  output += '\tinet6 fd77::1 prefixlen 64 autoconf secured \n';
  expect([...mac.among([...present, 'fd77::1'])]).toEqual([TEMPORARY, 'fd77::1']);
  await mac.refresh();
  expect([...mac.among([...present, 'fd77::1'])]).toEqual([TEMPORARY]);
  output = null;
  await mac.refresh();
  expect([...mac.among(present)]).toEqual([]);
});

it('reads this computer’s own', async () => {
  const own = createUnstableAddresses(process.platform);
  await own.refresh();
  expect([...own.among(['::1'])]).toEqual([]);
});
