import { type Attack, type AttackContext, attack } from './attack.ts';

const CHAT = '/v1/chat/completions';
const MESSAGES = '"messages":[{"role":"user","content":"a"}]';

/** Models that run elsewhere at the owner's expense, with keys that don't allow them. */
export function cloudAttacks({ keys: { inference: key, full } }: AttackContext): Attack[] {
  const names = [
    'gpt-oss:120b-cloud',
    'gpt-oss:cloud',
    'GPT-OSS:Cloud',
    ' gpt-oss:20b-cloud ',
    'x:1-CLOUD',
    'gpt-oss-cloud',
    'a/b:cloud',
    'stub',
    'stub:latest',
    'STUB',
    ' stub',
    'library/stub',
    'stub:local',
    'stub:latest:local',
    'STUB:LATEST:LOCAL',
    'registry.ollama.ai/library/stub:LOCAL',
  ];
  const web = (target: string, tools: string) =>
    attack(
      `elsewhere: ${tools} at ${target}`,
      {
        method: 'POST',
        target,
        key,
        body: `{"model":"llama3.2","max_tokens":9,"input":"a","messages":[],"tools":${tools}}`,
      },
      [403],
    );
  return [
    ...names.flatMap((name) => [
      attack(
        `elsewhere: ${name}, chat`,
        { method: 'POST', target: CHAT, key, body: `{"model":${JSON.stringify(name)},${MESSAGES}}` },
        [403],
      ),
      attack(
        `elsewhere: ${name}, show`,
        { method: 'POST', target: '/api/show', key, body: `{"name":${JSON.stringify(name)}}` },
        [403],
      ),
    ]),
    ...['gpt-oss:cloud:local', 'gpt-oss:20b-cloud:local', 'gpt-oss:20b:cloud', 'gpt-oss:local:cloud'].map((name) =>
      attack(
        `elsewhere: ${name}, two sources or a tag`,
        { method: 'POST', target: CHAT, key, body: `{"model":"${name}",${MESSAGES}}` },
        [400],
      ),
    ),
    ...[
      ['POST', '/api/pull', '{"model":"stub"}'],
      ['POST', '/api/copy', '{"source":"stub","destination":"mine"}'],
      ['POST', '/api/create', '{"model":"mine","from":"STUB"}'],
    ].map(([method = '', target = '', body = '']) =>
      attack(`elsewhere: ${target} of a stub`, { method, target, key: full, body }, [403]),
    ),
    attack(
      'elsewhere: by alias',
      { method: 'POST', target: CHAT, key, body: `{"model":"gpt-cloudy",${MESSAGES}}` },
      [403],
    ),
    attack('elsewhere: in the path', { target: '/v1/models/gpt-oss:120b-cloud', key }, [403]),
    attack(
      'elsewhere: pulled',
      { method: 'POST', target: '/api/pull', key: full, body: '{"model":"gpt-oss:120b-cloud"}' },
      [403],
    ),
    attack(
      'elsewhere: created from',
      { method: 'POST', target: '/api/create', key: full, body: '{"model":"mine","from":"gpt-oss:cloud"}' },
      [403],
    ),
    attack(
      'elsewhere: created with a host',
      {
        method: 'POST',
        target: '/api/create',
        key: full,
        body: '{"model":"mine","from":"a","remote_host":"https://ollama.com"}',
      },
      [403],
    ),
    attack(
      'elsewhere: created with a Host',
      {
        method: 'POST',
        target: '/api/create',
        key: full,
        body: '{"model":"mine","from":"a","Remote_Host":"https://ollama.com"}',
      },
      [400],
    ),
    web('/v1/responses', '[{"type":"web_search"}]'),
    web('/v1/responses', '[{"type":"namespace","tools":[{"type":"web_search"}]}]'),
    web('/v1/messages', '[{"type":"web_search_20250305","name":"web_search"}]'),
    web('/v1/messages', '[{"Type":"web_search_20250305"}]'),
    web('/v1/messages', '[{"type":" web_search_20250305"}]'),
    web('/v1/responses', '[{"n":1e400,"type":"web_search"}]'),
  ];
}
