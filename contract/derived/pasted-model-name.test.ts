// Inputs as people post them: the READMEs and documentation of ollama/ollama, https://huggingface.co/docs/hub/ollama,
// https://github.com/ollama/ollama/issues/1765 and /7036 (Modelfiles, `ollama list`), https://github.com/huggingface/hub-docs/issues/1451,
// https://github.com/amirrezaDev1378/ollama-model-direct-download/issues/4 (the registry's addresses).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalModelName, parseExactName, parseModelName } from './model-name.ts';
import { meantName, modelNameProblem } from './model-name-problem.ts';

const QWEN_GGUF = 'https://huggingface.co/unsloth/Qwen3-8B-GGUF';

describe('what a pasted text names', () => {
  it.each([
    // Commands.
    ['ollama run llama3.2', 'llama3.2'],
    ['ollama pull qwen3:8b', 'qwen3:8b'],
    ['$ ollama run hf.co/unsloth/Qwen3-30B-A3B-GGUF:Q4_K_M', 'hf.co/unsloth/Qwen3-30B-A3B-GGUF:Q4_K_M'],
    ['ollama run llama3.2 "hello"', 'llama3.2'],
    ['ollama run llama3.2 --verbose', 'llama3.2'],
    ['ollama run --verbose llama3.2', 'llama3.2'],
    ['ollama run —verbose llama3.2', 'llama3.2'],
    ['ollama run --keepalive 5m --think=false gpt-oss:20b', 'gpt-oss:20b'],
    ['Ollama  Run   gemma3:4b', 'gemma3:4b'],
    ['>>> ollama run gemma3', 'gemma3'],
    ['me@mac ~ % ollama run gemma3', 'gemma3'],
    ['PS C:\\Users\\me> ollama.exe run gemma3', 'gemma3'],
    [
      'OLLAMA_HOST=192.168.1.5:11434 ollama pull mistral-small:24b-instruct-2501-q4_K_M',
      'mistral-small:24b-instruct-2501-q4_K_M',
    ],
    ['sudo /usr/local/bin/ollama pull llama3.2', 'llama3.2'],
    ['docker exec -it ollama ollama run llama3.2', 'llama3.2'],
    ['ollama run llama3.2 && ollama ps', 'llama3.2'],
    ['ollama pull --insecure registry.local:5000/me/model', 'http://registry.local:5000/me/model'],
    ['ollama launch claude --model qwen3-coder:30b', 'qwen3-coder:30b'],
    ['llama-server -hf unsloth/Qwen3-8B-GGUF:Q4_K_M', 'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M'],
    ['pull qwen3:8b', 'qwen3:8b'],
    // Pages of the library.
    ['https://ollama.com/library/qwen3:8b', 'qwen3:8b'],
    ['https://ollama.com/openbmb/minicpm-o2.6', 'openbmb/minicpm-o2.6'],
    ['ollama.com/library/qwen3', 'qwen3'],
    ['http://www.ollama.com/library/qwen3%3A8b/?sort=new#readme', 'qwen3:8b'],
    ['https://ollama.com/library/qwen3/tags', 'qwen3'],
    ['https://ollama.com/library/llama3.1:8b/blobs/667b0c1932bc', 'llama3.1:8b'],
    ['https://ollama.ai/library/mistral', 'mistral'],
    ['https://registry.ollama.ai/v2/library/llama3.1/manifests/latest', 'llama3.1:latest'],
    ['registry.ollama.ai/library/qwen3:8b', 'qwen3:8b'],
    ['[qwen3](https://ollama.com/library/qwen3)', 'qwen3'],
    ['See https://ollama.com/library/qwen3.', 'qwen3'],
    // Pages of Hugging Face and ModelScope.
    [QWEN_GGUF, 'hf.co/unsloth/Qwen3-8B-GGUF'],
    [`${QWEN_GGUF}/`, 'hf.co/unsloth/Qwen3-8B-GGUF'],
    [`${QWEN_GGUF}/tree/main`, 'hf.co/unsloth/Qwen3-8B-GGUF'],
    [`${QWEN_GGUF}?local-app=ollama`, 'hf.co/unsloth/Qwen3-8B-GGUF'],
    [`${QWEN_GGUF}/blob/main/Qwen3-8B-Q4_K_M.gguf`, 'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M'],
    [`${QWEN_GGUF}/resolve/main/Qwen3-8B-UD-Q4_K_XL.gguf?download=true`, 'hf.co/unsloth/Qwen3-8B-GGUF:UD-Q4_K_XL'],
    [`${QWEN_GGUF}/blob/main/BF16/Qwen3-8B-BF16-00001-of-00002.gguf`, 'hf.co/unsloth/Qwen3-8B-GGUF:BF16'],
    [`${QWEN_GGUF}?show_file_info=Qwen3-8B-IQ3_XXS.gguf`, 'hf.co/unsloth/Qwen3-8B-GGUF:IQ3_XXS'],
    ['huggingface.co/bartowski/Llama-3.2-3B-Instruct-GGUF/tree/main', 'hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF'],
    ['huggingface.co/arcee-ai/SuperNova-Medius-GGUF', 'huggingface.co/arcee-ai/SuperNova-Medius-GGUF'],
    ['hf.co/arcee-ai/SuperNova-Medius-GGUF', 'hf.co/arcee-ai/SuperNova-Medius-GGUF'],
    ['https://modelscope.cn/models/Qwen/Qwen2.5-7B-Instruct-GGUF/files', 'modelscope.cn/Qwen/Qwen2.5-7B-Instruct-GGUF'],
    // Other registries are used as they are.
    ['http://127.0.0.1:5000/library/tiny', 'http://127.0.0.1:5000/library/tiny'],
    ['https://registry.example.com/me/model:1/', 'https://registry.example.com/me/model:1'],
    // What was copied along.
    ['qwen3:8b\u200b', 'qwen3:8b'],
    ['\ufeffqwen3:8b\u00a0', 'qwen3:8b'],
    ['\u202aqwen3\u00ad:8b\u202c', 'qwen3:8b'],
    ['"qwen3:8b"', 'qwen3:8b'],
    ['“qwen3:8b”', 'qwen3:8b'],
    ['‘qwen3:8b’,', 'qwen3:8b'],
    ['`qwen3:8b`', 'qwen3:8b'],
    ['**qwen3:8b**', 'qwen3:8b'],
    ['qwen3:8b.', 'qwen3:8b'],
    ['(qwen3:8b)', 'qwen3:8b'],
    ['- qwen3:8b', 'qwen3:8b'],
    ['2. qwen3:8b', 'qwen3:8b'],
    ['qwen3：8b', 'qwen3:8b'],
    ['qwen3‑coder', 'qwen3-coder'],
    // Modelfiles, requests, lists.
    ['FROM llama3.2', 'llama3.2'],
    ['# My model\nFROM llama3.2\nPARAMETER temperature 1\nSYSTEM """\nYou are Mario.\n"""', 'llama3.2'],
    ['{"model": "llama3.2", "prompt": "Why?"}', 'llama3.2'],
    [`curl http://localhost:11434/api/pull -d '{"model": "llama3.2"}'`, 'llama3.2'],
    ['model: llama3.2', 'llama3.2'],
    ['NAME              ID              SIZE\nllama3.1:8b       42182419e950    4.7 GB    2 weeks ago', 'llama3.1:8b'],
    ['ollama pull llama3.2\nollama run llama3.2', 'llama3.2'],
    ['```sh\nollama run llama3.2\n```', 'llama3.2'],
  ])('%j is %s', (text, name) => {
    expect(meantName(text) ?? text.trim()).toBe(name);
    expect(modelNameProblem(text)).toBeNull();
    expect(parseModelName(text)).toEqual(parseExactName(name));
  });

  it.each([
    ['', 'Enter a model name, such as qwen3:8b.'],
    ['\u200b', 'Enter a model name, such as qwen3:8b.'],
    ['ollama run', 'Enter a model name, such as qwen3:8b.'],
    ['ollama pull llama3.2\nollama pull qwen3', 'Enter one model name at a time.'],
    ['https://ollama.com/search?q=qwen', 'That isn’t the page of a model'],
    ['https://ollama.com/library', 'That isn’t the page of a model'],
    ['https://ollama.com/openbmb', 'That isn’t the page of a model'],
    ['https://ollama.com/blog/structured-outputs', 'That isn’t the page of a model'],
    ['https://huggingface.co/datasets/a/b', 'That isn’t the page of a model'],
    ['https://github.com/ollama/ollama', 'That isn’t the page of a model'],
    ['FROM ./llama.gguf', 'That’s a file.'],
    ['FROM phi-2.Q4_0.gguf', 'That’s a file.'],
    ['/models/phi-2.Q4_0.gguf', 'That’s a file.'],
    ['a b', 'because it contains spaces'],
    ['ollama create mine -f Modelfile', 'because it contains spaces'],
    ['qwen3@8b', 'because it contains “@”'],
    ['modèle', 'because it contains “è”'],
    ['a/b/c/d', 'at most a host, a user, and a model'],
    ['qwen3:', 'a part is missing'],
    ['-a', 'Start each part'],
    ['a'.repeat(90), 'up to 80 characters'],
  ])('%j names none: %s', (text, reason) => {
    expect(modelNameProblem(text)).toContain(reason);
    expect(parseModelName(text)).toBeNull();
    expect(meantName(text)).toBeNull();
  });

  it('leaves every name that Ollama lists as it is, but for its own pages and the marks after a sentence', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,12}[A-Za-z0-9_]$/);
    const owner = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,12}$/);
    const listed = fc.oneof(
      fc.tuple(part, part).map(([model, tag]) => `${model}:${tag}`),
      fc.tuple(owner, part, part).map(([user, model, tag]) => `${user}/${model}:${tag}`),
      fc.tuple(owner, part, part).map(([user, model, tag]) => `hf.co/a${user}/${model}:${tag}`),
    );
    fc.assert(
      fc.property(listed, (name) => {
        const parsed = parseModelName(name);
        expect(parsed && canonicalModelName(parsed)).toBe(name);
        expect(meantName(name)).toBeNull();
      }),
    );
  });

  it('reads any text in little time', () => {
    for (const text of [
      'ollama '.repeat(600),
      '"'.repeat(4000),
      'https://'.repeat(500),
      '(((('.repeat(999),
      ' :'.repeat(2000),
    ]) {
      const before = Date.now();
      readAll(text);
      expect(Date.now() - before).toBeLessThan(200);
    }
    fc.assert(fc.property(fc.string({ maxLength: 200 }), readAll));
  });
});

function readAll(text: string): void {
  const parsed = parseModelName(text);
  expect(modelNameProblem(text) === null).toBe(parsed !== null);
}
