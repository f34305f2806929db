import { describe, expect, it } from 'vitest';
import { contentCoding } from './content-coding.ts';

describe('the coding of a body', () => {
  it.each<[readonly string[] | undefined, string | null]>([
    [undefined, null],
    [[], null],
    [[''], null],
    [['  '], null],
    [[','], null],
    [['identity'], null],
    [['Identity, identity'], null],
    [['gzip'], 'gzip'],
    [['GZip'], 'gzip'],
    [[' gzip\t'], 'gzip'],
    [['x-gzip'], 'gzip'],
    [['X-GZIP'], 'gzip'],
    [['deflate'], 'deflate'],
    [['br'], 'br'],
    [['zstd'], 'zstd'],
    [['identity, gzip'], 'gzip'],
    [['gzip,identity'], 'gzip'],
    [['gzip,'], 'gzip'],
    [[',,gzip'], 'gzip'],
    [['identity', 'zstd'], 'zstd'],
    [['zstd', ''], 'zstd'],
  ])('%j is %s', (headers, coding) => {
    expect(contentCoding(headers)).toEqual({ supported: true, coding });
  });

  it.each([
    [['compress']],
    [['x-compress']],
    [['utf-8']],
    [['gzip, br']],
    [['gzip, gzip']],
    [['gzip', 'gzip']],
    [['gzip', 'zstd']],
    [['gzip;q=1']],
    [['gzip zstd']],
    [['"gzip"']],
    [['gzip\u00a0']],
    [['gzip\u000b']],
    [['\u0085']],
    [['gz\u0131p']],
    [['zlib']],
    [['*']],
    [['constructor']],
    [['identity;x']],
  ])('%j is not supported', (headers) => {
    expect(contentCoding(headers)).toEqual({ supported: false });
  });

  it('is found in time that grows with the header', () => {
    expect(contentCoding([','.repeat(16_000)])).toEqual({ supported: true, coding: null });
  });
});
