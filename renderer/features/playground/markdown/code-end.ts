/** Where the code that begins with `marks` ends: at the next run of exactly these marks. Null when it isn't closed. */
export function codeEnd(text: string, marks: string, from: number): number | null {
  for (let at = text.indexOf(marks, from); at !== -1; at = text.indexOf(marks, at)) {
    let end = at + marks.length;
    while (text[end] === marks[0]) end += 1;
    if (end - at === marks.length) return end;
    at = end;
  }
  return null;
}
