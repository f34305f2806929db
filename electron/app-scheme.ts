/** The address of our pages: an origin of their own, which no other page and no model output can name as its own. */
export const appScheme = 'app';
export const appOrigin = 'app://corral';
