/** A GGUF value and the number that GGUF has for its type. */
type Value =
  | { readonly type: 'u32' | 'f32'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'f32s' | 'i32s'; readonly value: readonly number[] };

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const ALIGNMENT = 32;
const TYPE = { u32: 4, i32: 5, f32: 6, string: 8, array: 9 };

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
function text(value: string): Buffer {
  return Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
}
function numbers(values: Float32Array | Int32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function encode({ type, value }: Value): Buffer {
  switch (type) {
    case 'u32':
      return Buffer.concat([u32(TYPE.u32), u32(value)]);
    case 'f32':
      return Buffer.concat([u32(TYPE.f32), numbers(Float32Array.of(value))]);
    case 'string':
      return Buffer.concat([u32(TYPE.string), text(value)]);
    case 'strings':
      return Buffer.concat([u32(TYPE.array), u32(TYPE.string), u64(value.length), ...value.map(text)]);
    case 'f32s':
      return Buffer.concat([u32(TYPE.array), u32(TYPE.f32), u64(value.length), numbers(Float32Array.from(value))]);
    case 'i32s':
      return Buffer.concat([u32(TYPE.array), u32(TYPE.i32), u64(value.length), numbers(Int32Array.from(value))]);
  }
}

function padding(length: number): Buffer {
  return Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
}

/** A GGUF file (version 3) with F32 tensors. */
export function encodeGguf(metadata: Readonly<Record<string, Value>>, tensors: readonly Tensor[]): Buffer {
  const pairs = Object.entries(metadata).flatMap(([key, value]) => [text(key), encode(value)]);
  const infos: Buffer[] = [];
  const bodies: Buffer[] = [];
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    infos.push(text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset));
    const body = Buffer.concat([numbers(data), padding(data.byteLength)]);
    bodies.push(body);
    offset += body.length;
  }
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(Object.keys(metadata).length),
    ...pairs,
    ...infos,
  ]);
  return Buffer.concat([head, padding(head.length), ...bodies]);
}
