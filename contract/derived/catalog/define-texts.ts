import type { GetICUArgs } from '@schummar/icu-type-parser';
import compile from 'icu-minify/compile';
import format, { type CompiledMessage, type FormatOptions } from 'icu-minify/format';
import { LOCALE } from '../format/locale.ts';

interface IcuTypes {
  ICUArgument: string | number;
  ICUNumberArgument: number;
  ICUDateArgument: number | Date;
}

type Catalog = Readonly<Record<string, string>>;
type ValuesOf<Pattern extends string> = GetICUArgs<Pattern, IcuTypes>;
type Key<Texts extends Catalog> = Extract<keyof Texts, string>;
/** Keys whose text takes no values. */
type PlainKey<Texts extends Catalog> = {
  [K in Key<Texts>]: keyof ValuesOf<Texts[K]> extends never ? K : never;
}[Key<Texts>];

/** A text of a catalog by its key, with its values: what pure functions give and a surface puts into words. */
type Message<Texts extends Catalog> =
  // One member for all plain keys: the compiler assigns no more than 25 of them to a union of single ones.
  | { readonly key: PlainKey<Texts>; readonly values?: undefined }
  | {
      [K in Exclude<Key<Texts>, PlainKey<Texts>>]: { readonly key: K; readonly values: ValuesOf<Texts[K]> };
    }[Exclude<Key<Texts>, PlainKey<Texts>>];

/** The names of the tags in a text. */
type TagsOf<Pattern extends string> = Pattern extends `${string}<${infer Name}>${infer Rest}`
  ? (Name extends `/${string}` ? never : Name) | TagsOf<Rest>
  : never;

/** What puts a tagged part of a text, such as `<code>OLLAMA_HOST</code>`, into an element of the surface. */
type Tag<Element> = (chunks: readonly (string | Element)[]) => Element;

/** Puts texts of one section of the catalog into words, by key and values or from a message. */
export interface Texts<Section extends Catalog> {
  <K extends PlainKey<Section>>(key: K): string;
  <K extends Exclude<Key<Section>, PlainKey<Section>>>(key: K, values: ValuesOf<Section[K]>): string;
  (message: Message<Section>): string;
  /** A text with `<tags>` in parts: the strings between them, and what each tag's function makes of its content. */
  parts<K extends Key<Section>, Element>(
    key: K,
    values: ValuesOf<Section[K]> &
      Readonly<Record<TagsOf<Section[K]>, unknown>> &
      Readonly<Record<string, string | number | Tag<Element>>>,
  ): readonly (string | Element)[];
}

/** The messages that a section's texts can be. */
export type MessageOf<T> = T extends Texts<infer Section> ? Message<Section> : never;

const formatters: FormatOptions['formatters'] = {
  getDateTimeFormat: (...args) => new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args) => new Intl.NumberFormat(...args),
  getPluralRules: (...args) => new Intl.PluralRules(...args),
};

/**
 * A section of the catalog. Its texts are ICU messages (`{count, plural, one {# model} other {# models}}`), whose keys and
 * values the compiler checks. In a build they are compiled ahead (scripts/compile-catalog.ts), so that no parser is shipped.
 */
export function defineTexts<const Section extends Catalog>(section: Section): Texts<Section> {
  const compiled = new Map<string, CompiledMessage>();
  const messageOf = (key: string): CompiledMessage => {
    const known = compiled.get(key) ?? compile(section[key] ?? key);
    compiled.set(key, known);
    return known;
  };
  const inWords = (of: string | { key: string; values?: object | undefined }, given?: object): string => {
    const { key, values } = typeof of === 'string' ? { key: of, values: given } : of;
    return String(format(messageOf(key), LOCALE, { ...values }, { formatters }));
  };
  const parts = (key: string, values: object): readonly unknown[] =>
    [format<unknown>(messageOf(key), LOCALE, { ...values }, { formatters })].flat();
  // The overloads above say more than one implementation can be checked against.
  return Object.assign(inWords, { parts }) as Texts<Section>;
}
