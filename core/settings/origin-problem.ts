import { settingProblemText } from '../../contract/derived/catalog/en/setting-problems.ts';
import { ORIGIN_SCHEMES } from '../environment/origin-rules.ts';

/** Characters that an origin can have; a comma would split it, and Ollama strips quotation marks. */
const CHARACTERS = /^[\w.~:/[\]*+%-]+$/;

function wildcardProblem(origin: string): string | null {
  if (origin === '*') return null;
  if (origin.split('*').length > 2) return settingProblemText('origin.wildcards');
  if (!/^[a-z][a-z0-9+.-]*:\/\/.+/.test(origin)) return settingProblemText('origin.wildcardScheme');
  return origin === origin.toLowerCase() ? null : settingProblemText('origin.lowercase');
}

/** Browsers send an origin in one form only, and Ollama compares it byte for byte. */
function exactProblem(origin: string): string | null {
  const scheme = ORIGIN_SCHEMES.find((known) => origin.startsWith(known));
  if (scheme === undefined) return settingProblemText('origin.scheme');
  const url = URL.parse(origin);
  if (url === null || url.host === '') return settingProblemText('origin.invalid');
  const sent = `${scheme}${url.host}`;
  return sent === origin ? null : settingProblemText('origin.form', { origin: sent });
}

/** Why a text can't be an element of `OLLAMA_ORIGINS`; null when it can. It is expected without surrounding whitespace. */
export function originProblem(origin: string): string | null {
  if (origin === '') return settingProblemText('origin.empty');
  if (/[\s,]/.test(origin)) return settingProblemText('origin.several');
  if (!CHARACTERS.test(origin)) return settingProblemText('origin.characters');
  return origin.includes('*') ? wildcardProblem(origin) : exactProblem(origin);
}
