/** The language and region in which numbers, dates and lists are written, and the catalog is. */
export const LOCALE = 'en-US';
