/** The origin of our pages: their own, which no other page and no model output can claim. */
export const appScheme = 'app';
export const appOrigin = 'app://corral';
