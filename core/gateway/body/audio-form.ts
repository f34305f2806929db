import { type ModelPolicy, NO_MODEL, type Refused } from '../admission/model-policy.ts';
import { badRequest, type GatewayFailure } from '../gateway-error.ts';

export type FormVerdict =
  | { readonly allowed: true; readonly body: Buffer; readonly contentType: string; readonly model: string }
  | Refused;

function refuse(failure: GatewayFailure): Refused {
  return { allowed: false, failure, model: null };
}

/** A form has some five fields; each costs much more to read than its bytes say. */
const MOST_PARTS = 64;
const PART = Buffer.from('\r\n--');

/** Counts what may begin a part; a recording has it by chance once in four billion bytes. */
function hasManyParts(body: Buffer): boolean {
  let at = -1;
  for (let parts = 0; parts <= MOST_PARTS; parts += 1) {
    at = body.indexOf(PART, at + 1);
    if (at === -1) return false;
  }
  return true;
}

function formIn(body: Buffer, contentType: string): Promise<FormData | null> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => null);
}

/** Reads a form with a recording, judges the model it names, and writes it anew. */
export async function validateAudioForm(
  body: Buffer,
  { contentType, policy }: { readonly contentType: string; readonly policy: ModelPolicy },
): Promise<FormVerdict> {
  if (hasManyParts(body)) return refuse(badRequest('The form has more fields than are accepted.'));
  const form = /^multipart\/form-data\s*;/i.test(contentType) ? await formIn(body, contentType) : null;
  if (!form) return refuse(badRequest('The request must be a form with the fields file and model.'));
  const models = [...form.keys()].filter((name) => name.trim().toLowerCase() === 'model');
  const [model] = form.getAll('model');
  if (models.length === 0) return refuse(NO_MODEL);
  if (models.length > 1 || typeof model !== 'string') {
    return refuse(badRequest('The field model is there twice, in capitals, or as a file.'));
  }
  const verdict = await policy.judge(model, { uses: true });
  if (!verdict.allowed) return verdict;
  form.set('model', verdict.sent);
  const anew = new Response(form);
  return {
    allowed: true,
    body: Buffer.from(await anew.arrayBuffer()),
    contentType: anew.headers.get('content-type') ?? contentType,
    model: verdict.name,
  };
}
