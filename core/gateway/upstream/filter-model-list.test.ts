import { describe, expect, it } from 'vitest';
import { filterModelList } from './filter-model-list.ts';

describe('a list of models', () => {
  const isListed = (name: string) => name === 'a:latest';
  it('has only the listed models', () => {
    const data = { object: 'list', data: [{ id: 'a:latest', object: 'model' }, { id: 'b:latest' }, null, {}] };
    expect(
      JSON.parse(filterModelList(Buffer.from(JSON.stringify(data)), { field: 'data', isListed, aliases: [] }) ?? ''),
    ).toEqual({
      object: 'list',
      data: [{ id: 'a:latest', object: 'model' }],
    });
    const tags = '{"models":[{"name":"a:latest","model":"a:latest"},{"name":"b:latest"}]}';
    expect(filterModelList(Buffer.from(tags), { field: 'models', isListed, aliases: [] })).toBe(
      '{"models":[{"name":"a:latest","model":"a:latest"}]}',
    );
    expect(
      filterModelList(Buffer.from('{"object":"list","data":null}'), { field: 'data', isListed, aliases: [] }),
    ).toBe('{"object":"list","data":[]}');
  });

  it('has aliases whose models are in it', () => {
    const data = { object: 'list', data: [{ id: 'a:latest', object: 'model' }, { id: 'b:latest' }] };
    const aliases = [
      { name: 'gpt-4o-mini', model: 'a:latest' },
      { name: 'denied', model: 'b:latest' },
      { name: 'removed', model: 'c:latest' },
      { name: 'A', model: 'a:latest' },
    ];
    expect(
      JSON.parse(filterModelList(Buffer.from(JSON.stringify(data)), { field: 'data', isListed, aliases }) ?? ''),
    ).toEqual({
      object: 'list',
      data: [
        { id: 'a:latest', object: 'model' },
        { id: 'gpt-4o-mini', object: 'model' },
      ],
    });
  });

  it('is withheld when it can’t be parsed', () => {
    for (const text of ['', 'x', '[]', 'null', '{"models":{}}']) {
      expect(filterModelList(Buffer.from(text), { field: 'models', isListed, aliases: [] })).toBeNull();
    }
  });
});
