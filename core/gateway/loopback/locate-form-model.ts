import type { LocatedName } from './locate-model.ts';

/** A form has about five fields. */
const MAX_PARTS = 64;
const MAX_PART_HEAD_BYTES = 4096;
const MAX_NAME_BYTES = 1024;
const HEAD_END = '\r\n\r\n';

const BOUNDARY = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;
const MODEL_FIELD = /^content-disposition:\s*form-data\s*;(?:.*;)?\s*name=(?:"model"|model)\s*(?:;|$)/im;
const FILE_FIELD = /;\s*filename\*?=/i;

/** Where the server reads the model's name of a form: in its first field `model`; null where there is none. */
export function locateFormModel(bytes: Buffer, contentType: string): LocatedName | null {
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  const delimiter = `--${boundary}`;
  const partEnd = `\r\n${delimiter}`;
  let at = bytes.indexOf(delimiter);
  for (let parts = 0; at !== -1 && parts < MAX_PARTS; parts += 1) {
    const headFrom = at + delimiter.length;
    const headTo = bytes.indexOf(HEAD_END, headFrom);
    if (headTo === -1 || headTo - headFrom > MAX_PART_HEAD_BYTES) return null;
    const from = headTo + HEAD_END.length;
    const to = bytes.indexOf(partEnd, from);
    if (to === -1) return null;
    const head = bytes.toString('latin1', headFrom, headTo);
    if (MODEL_FIELD.test(head) && !FILE_FIELD.test(head)) {
      return to - from > MAX_NAME_BYTES ? null : { name: bytes.toString('utf8', from, to), from, to };
    }
    at = to + '\r\n'.length;
  }
  return null;
}
