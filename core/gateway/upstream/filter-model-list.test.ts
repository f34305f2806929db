import { describe, expect, it } from 'vitest';
import { filterModelList } from './filter-model-list.ts';

describe('a list of models', () => {
  const isListed = (name: string) => name === 'a:latest';
  it('is left with those that may be used', () => {
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

  it('has the names that stand for models too, where the models are in it', () => {
    const data = { object: 'list', data: [{ id: 'a:latest', object: 'model' }, { id: 'b:latest' }] };
    const aliases = [
      { name: 'gpt-4o-mini', model: 'a:latest' },
      { name: 'denied', model: 'b:latest' },
      { name: 'gone', model: 'c:latest' },
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

  it('is not shown when it can’t be read', () => {
    for (const text of ['', 'x', '[]', 'null', '{"models":{}}']) {
      expect(filterModelList(Buffer.from(text), { field: 'models', isListed, aliases: [] })).toBeNull();
    }
  });
});
