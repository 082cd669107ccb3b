/** The spoken code: large digits that the resident says, signs or shows. Never beside the digits of the wallet. */
import type { IdentityStep, PageState } from '../../page/state';
import { h } from '../dom';
import type { Child, Node } from '../dom';
import { icon } from '../icons';
import { alert, heading, paragraph, status } from '../scene';
import type { Scene } from '../scene';

/** Two codes on one screen would be mixed up; the wallet's goes first, this one waits. */
function otherCodeInSight(step: IdentityStep | undefined): boolean {
  if (step === undefined) return false;
  if (step.at === 'pairing' || step.at === 'sharing') return true;
  return step.at === 'wallet' && step.started.device === 'OTHER_DEVICE';
}

/** In a chat a code would travel the way that it is to vouch for, so it counts for nothing there. */
export function codeInSight(state: PageState): boolean {
  const shown = state.call?.code.at === 'showing' || state.call?.code.at === 'failed';
  return shown && state.call?.channel !== 'CHAT' && !otherCodeInSight(state.identity?.step);
}

export function spokenCode(scene: Scene): Node {
  return status('code', codeInSight(scene.state) && codePanel(scene));
}

function codePanel(scene: Scene): Child {
  const { t, state } = scene;
  const { code, channel } = state.call!;
  if (code.at === 'failed') return alert('warning', 'code-failed', paragraph(t('code.failed')));
  if (code.at !== 'showing') return null;
  const { digits, ask } = code;
  const way = channel === 'PHONE' ? 'code.say.phone' : 'code.say';
  return h(
    'section',
    { key: 'code-panel', class: 'code', 'data-ask': ask },
    h('div', { class: 'panel__head' }, icon('lock', 'code'), heading(t('code.title'))),
    h(
      'p',
      { class: 'code__digits', 'data-role': 'spoken-code' },
      h('span', { 'aria-hidden': 'true' }, `${digits.slice(0, 3)} ${digits.slice(3)}`),
      h('span', { class: 'visually-hidden' }, digits.split('').join(' ')),
    ),
    paragraph(ask === 'first' ? t(way) : t(ask === 'again' ? 'code.again' : 'code.by-phone')),
    h('p', { class: 'nl-paragraph hint' }, t('code.why')),
  );
}
