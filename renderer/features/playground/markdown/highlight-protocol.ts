/** What the page and the worker that colours code tell each other. */

export interface HighlightRequest {
  readonly id: number;
  /** A grammar's name. */
  readonly grammar: string;
  readonly code: string;
}

/** A run of text in one colour; `color` is null for the colour of plain code. */
export interface ColoredText {
  readonly text: string;
  readonly color: string | null;
}

export type ColoredLines = readonly (readonly ColoredText[])[];

export interface HighlightReply {
  readonly id: number;
  /** Null where the code could not be coloured. */
  readonly lines: ColoredLines | null;
}
