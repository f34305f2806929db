import { gatewayText } from '../../../contract/derived/catalog/en/gateway.ts';
import { badRequest, type GatewayFailure, MISSING_MODEL } from '../policy/gateway-errors.ts';
import type { ModelPolicy, Rejected } from '../policy/model-policy.ts';

export type FormResult =
  | { readonly allowed: true; readonly body: Buffer; readonly contentType: string; readonly model: string }
  | Rejected;

function reject(failure: GatewayFailure): Rejected {
  return { allowed: false, failure, model: null };
}

/** A form has about five fields; each costs much more to parse than its bytes suggest. */
const MAX_PARTS = 64;
const PART = Buffer.from('\r\n--');

/** Counts what may start a part; a recording has it by chance once in four billion bytes. */
function hasTooManyParts(body: Buffer): boolean {
  let at = -1;
  for (let parts = 0; parts <= MAX_PARTS; parts += 1) {
    at = body.indexOf(PART, at + 1);
    if (at === -1) return false;
  }
  return true;
}

function parseForm(body: Buffer, contentType: string): Promise<FormData | null> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => null);
}

/** Parses a form with a recording, checks the model it names, and serializes it again. */
export async function validateAudioForm(
  body: Buffer,
  { contentType, policy }: { readonly contentType: string; readonly policy: ModelPolicy },
): Promise<FormResult> {
  if (hasTooManyParts(body)) return reject(badRequest(gatewayText('form.tooManyFields')));
  const form = /^multipart\/form-data\s*;/i.test(contentType) ? await parseForm(body, contentType) : null;
  if (!form) return reject(badRequest(gatewayText('form.notMultipart')));
  const modelFields = [...form.keys()].filter((name) => name.trim().toLowerCase() === 'model');
  const [model] = form.getAll('model');
  if (modelFields.length === 0) return reject(MISSING_MODEL);
  if (modelFields.length > 1 || typeof model !== 'string') return reject(badRequest(gatewayText('form.modelOnce')));
  const result = await policy.check(model, { isUse: true });
  if (!result.allowed) return result;
  form.set('model', result.sent);
  const serialized = new Response(form);
  return {
    allowed: true,
    body: Buffer.from(await serialized.arrayBuffer()),
    contentType: serialized.headers.get('content-type') ?? contentType,
    model: result.name,
  };
}
