import { settingProblemText } from '../../../contract/derived/catalog/en/setting-problems.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { type CountSetting, countReason } from '../../../contract/derived/count-setting.ts';
import {
  COUNT_SETTING_LIMITS,
  DEFAULT_REQUEST_WAIT_SECONDS,
  MAX_KEEP_ALIVE_LENGTH,
  MAX_PORT,
  MIN_PORT,
} from '../../../contract/derived/limits.ts';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { type Parsed, parseNumber } from '../../components/parse-number.ts';

/** A text as the change that stores it, or what to enter instead. An empty text is the default. */
type ParsedSetting = Parsed<SettingsPatch>;

export function parsePort(text: string): ParsedSetting {
  const problem = settingsText('port.invalid', { min: String(MIN_PORT), max: String(MAX_PORT) });
  const port = parseNumber(text, { min: MIN_PORT, max: MAX_PORT, kind: 'id' }, problem);
  return 'value' in port ? { value: { port: port.value } } : port;
}

export function parseCount(field: CountSetting, text: string): ParsedSetting {
  const count = parseNumber(text, { ...COUNT_SETTING_LIMITS[field], kind: 'count' }, countReason(field));
  if (!('value' in count)) return count;
  if (field === 'requestWaitSeconds') return { value: { [field]: count.value ?? DEFAULT_REQUEST_WAIT_SECONDS } };
  return { value: { [field]: count.value } };
}

/** Core reads the duration. */
export function parseKeepAlive(text: string): ParsedSetting {
  if (text.length > MAX_KEEP_ALIVE_LENGTH) return { problem: settingProblemText('keepAlive.format') };
  return { value: { keepAlive: text === '' ? null : text } };
}

/** Core looks whether there is such a file or folder. */
export function parsePath(field: 'ollamaPath' | 'modelsFolder', text: string): ParsedSetting {
  return { value: { [field]: text === '' ? null : text } };
}
