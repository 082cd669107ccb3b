/** The wish to be called back: asked on any screen, promised by the server. */
import type { PageEvent } from './events';
import type { PageState } from './state';
import { step } from './step';
import type { Step } from './step';

/** As the server checks it: people write spaces, hyphens and brackets. */
const PHONE = /^\+?[0-9][0-9 ()-]{4,22}[0-9]$/;
const MIN_DIGITS = 6;
const MAX_DIGITS = 15;

function isPhone(text: string): boolean {
  const digits = text.replace(/[^0-9]/g, '').length;
  return PHONE.test(text) && digits >= MIN_DIGITS && digits <= MAX_DIGITS;
}

export function callbackToggled(state: PageState, open: boolean): Step {
  const { at } = state.callback;
  if (at === 'sending') return step(state);
  return step({ ...state, callback: open ? { at: 'open', wrong: 'none' } : { at: 'closed' } });
}

export function callbackAsked(
  state: PageState,
  asked: Extract<PageEvent, { readonly type: 'callback-asked' }>,
): Step {
  const { office, callback } = state;
  if (office === null || callback.at === 'sending' || callback.at === 'closed') return step(state);
  const name = asked.name.trim();
  const phone = asked.phone.trim();
  if (name === '') return step({ ...state, callback: { at: 'open', wrong: 'name' } });
  if (!isPhone(phone)) return step({ ...state, callback: { at: 'open', wrong: 'phone' } });
  return step(
    { ...state, callback: { at: 'sending' } },
    {
      do: 'ask-callback',
      municipality: office.municipality.id,
      topic: office.topic.id,
      name,
      phone,
      words: asked.words.trim(),
    },
  );
}
