import { ollamaPath } from '../ollama/ollama-under-test.ts';

/** What a sequence takes place on: the double, or the real server with a model that it can load. */
export interface Ground {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly model: string;
}

export const doubleGround: Ground = { program: ollamaPath(), env: {}, model: 'tinyllama' };
