/**
 * A municipality's colour as tokens that can be read in light and in dark: whatever the configuration says, text
 * keeps the contrast of WCAG 2.2 (1.4.3). The style sheet holds everything else.
 */

type Colour = readonly [number, number, number];

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;
const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];
/** The backgrounds of the two schemes, as styles/theme.css has them. */
const LIGHT_BACKGROUND: Colour = [255, 255, 255];
const DARK_BACKGROUND: Colour = [22, 27, 34];

/** A little above WCAG's 4.5, so that a tinted background underneath does not break it. */
const READABLE = 5.6;

export function parseColour(text: string): Colour | null {
  const found = HEX.exec(text);
  return found ? [parseInt(found[1]!, 16), parseInt(found[2]!, 16), parseInt(found[3]!, 16)] : null;
}

// WCAG 2.2, "relative luminance".
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: Colour, b: Colour): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const mix = (from: Colour, to: Colour, share: number): Colour =>
  [0, 1, 2].map((at) => Math.round(from[at]! + (to[at]! - from[at]!) * share)) as unknown as Colour;

/** The same hue, lighter or darker: mixing with white would make a blue grey. */
function withLightness([r, g, b]: Colour, lightness: number): Colour {
  const high = Math.max(r, g, b) / 255;
  const low = Math.min(r, g, b) / 255;
  const middle = (high + low) / 2;
  const saturation = high === low ? 0 : (high - low) / (1 - Math.abs(2 * middle - 1));
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const range = high - low || 1;
  // CSS Color 4, section 7: HSL. Each channel keeps its place between the lowest and the highest.
  const channel = (value: number): number => {
    const place = high === low ? 0.5 : (value / 255 - low) / range;
    return Math.round(255 * (lightness - reach + 2 * reach * place));
  };
  return [channel(r), channel(g), channel(b)];
}

/** The colour itself where it can be read on the background, else the nearest lightness that can. */
function readable(colour: Colour, background: Colour): Colour {
  if (contrast(colour, background) >= READABLE) return colour;
  const lighter = luminance(background) < 0.5;
  const start = (Math.max(...colour) + Math.min(...colour)) / 510;
  for (let step = 1; step <= 50; step++) {
    const lightness = lighter ? start + ((1 - start) * step) / 50 : start * (1 - step / 50);
    const shade = withLightness(colour, lightness);
    if (contrast(shade, background) >= READABLE) return shade;
  }
  return lighter ? WHITE : BLACK;
}

const hex = (colour: Colour): string =>
  `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/** The custom properties for a municipality's theme; nothing for a theme that is no colour. */
export function themeProperties(theme: { readonly [token: string]: string }): {
  readonly [name: string]: string;
} {
  const primary = parseColour(theme['primary'] ?? '');
  if (primary === null) return {};
  const light = readable(primary, LIGHT_BACKGROUND);
  const dark = readable(primary, DARK_BACKGROUND);
  return {
    '--balie-light-primary': hex(light),
    '--balie-light-primary-strong': hex(mix(light, BLACK, 0.25)),
    '--balie-light-tint': hex(mix(light, WHITE, 0.92)),
    '--balie-dark-primary': hex(dark),
    '--balie-dark-primary-strong': hex(mix(dark, WHITE, 0.3)),
    '--balie-dark-tint': hex(mix(DARK_BACKGROUND, dark, 0.14)),
  };
}
