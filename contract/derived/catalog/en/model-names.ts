import { defineTexts } from '../define-texts.ts';

/** What a text that should name a model names, or why it names none. */
export const modelNamesText = defineTexts({
  'means.pull': 'Pulls {model}',
  'means.name': 'Uses the name {model}',

  'problem.missing': 'Enter a model name, such as qwen3:8b.',
  'problem.several': 'Enter one model name at a time.',
  'problem.notModelPage': 'That isn’t the page of a model. Enter a model name or the address of a model’s own page.',
  'problem.file': 'That’s a file. Enter a model name, such as qwen3:8b.',
  'problem.space': 'That isn’t a valid model name, because it contains spaces. Enter only the name, such as qwen3:8b.',
  'problem.character':
    'That isn’t a valid model name, because it contains “{character}”. Use letters, numbers, and - _ . : /',
  'problem.start': 'That isn’t a valid model name. Start each part with a letter, a number, or _',
  'problem.empty':
    'That isn’t a valid model name, because a part is missing. Enter it as in qwen3:8b or hf.co/user/model:tag.',
  'problem.tooLong': 'That isn’t a valid model name. Each part can have up to 80 characters.',
  'problem.tooManyParts':
    'That isn’t a valid model name. It has at most a host, a user, and a model, as in hf.co/user/model:tag.',
  'problem.other': 'That isn’t a valid model name. Enter it as in qwen3:8b or hf.co/user/model:tag.',
});
