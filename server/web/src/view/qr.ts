/** A QR code as SVG: sharp at every size, printed by every browser, no image to load. */
import { encode } from 'uqr';
import { h } from './dom';
import type { Node } from './dom';

/** ISO/IEC 18004 6.3.8: four modules of quiet zone on each side. */
const QUIET_ZONE = 4;

export function qrCode(text: string, label: string): Node {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  let modules = '';
  data.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (dark) modules += `M${x} ${y}h1v1h-1z`;
    }),
  );
  return h(
    'svg',
    {
      viewBox: `0 0 ${size} ${size}`,
      role: 'img',
      'aria-label': label,
      class: 'qr__code',
      'shape-rendering': 'crispEdges',
    },
    h('rect', { class: 'qr__paper', width: size, height: size }),
    h('path', { class: 'qr__ink', d: modules }),
  );
}
