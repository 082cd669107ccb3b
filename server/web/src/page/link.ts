/** What the address of the page says. */
import type { Link } from './state';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const TOKEN = /^[A-Za-z0-9_-]{16,128}$/;

export function linkOf(pathname: string, hash: string): Link {
  const [, first, municipality, topic, ...rest] = pathname.replace(/\/$/, '').split('/');
  if (first === 'm' && municipality && topic && rest.length === 0) {
    return NAME.test(municipality) && NAME.test(topic)
      ? { kind: 'walk-in', municipality, topic }
      : { kind: 'none' };
  }
  const token = hash.replace(/^#/, '');
  if (first === 'u' && municipality === undefined && TOKEN.test(token)) return { kind: 'invitation', token };
  return { kind: 'none' };
}
