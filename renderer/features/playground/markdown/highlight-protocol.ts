/** Messages between the page and the highlight worker. */

export interface HighlightRequest {
  readonly id: number;
  /** The name of a grammar. */
  readonly grammar: string;
  readonly code: string;
}

/** A run of text in one color; `color` is null for plain code. */
export interface ColoredText {
  readonly text: string;
  readonly color: string | null;
}

export type ColoredLines = readonly (readonly ColoredText[])[];

export interface HighlightReply {
  readonly id: number;
  /** Null for code that couldn't be highlighted. */
  readonly lines: ColoredLines | null;
}
