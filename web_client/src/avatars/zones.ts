// The zones of a person's model that take a colour; the order is the number in the model's _ZONE attribute.
export const ZONES = ['skin', 'hair', 'top', 'bottom', 'shoes', 'shirt', 'accent', 'eye', 'dark', 'light'] as const;
export type Zone = (typeof ZONES)[number];

/** Colours of a look: a byte for red, green, blue (sRGB) and roughness of each zone. */
export type Colours = Uint8Array;
