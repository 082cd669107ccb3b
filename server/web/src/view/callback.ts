/** Being called back: a small form above the ways to a person, on every screen but the talk itself. */
import { MAX_NAME_CHARS, MAX_PHONE_CHARS, MAX_WORDS_CHARS } from '../protocol/http';
import { h } from './dom';
import type { Node } from './dom';
import { icon } from './icons';
import { alert, button, buttons, dayAndTime, heading, paragraph, status } from './scene';
import type { Scene } from './scene';

/** Nothing where the municipality offers none, and before it is known what this is about. */
export function callback(scene: Scene): Node | null {
  const { state, t, dispatch } = scene;
  const { office, callback: wish } = state;
  const by = office?.callbackBy;
  if (by === undefined) return null;
  const open = wish.at === 'open' || wish.at === 'sending' || wish.at === 'failed';
  return h(
    'section',
    { key: 'callback', class: 'callback', 'aria-labelledby': 'callback-title' },
    h('div', { id: 'callback-title' }, heading(t('callback.title'))),
    status(
      'callback-status',
      wish.at === 'promised' &&
        alert(
          'ok',
          'promised',
          paragraph(t('callback.promised', { when: dayAndTime(scene, wish.by) })),
          paragraph(t('callback.promised.wait')),
        ),
      wish.at === 'failed' &&
        alert(
          'warning',
          'callback-failed',
          paragraph(t(wish.why === 'too-many' ? 'callback.too-many' : 'callback.trouble')),
        ),
    ),
    wish.at !== 'promised' && paragraph(t('callback.when', { when: dayAndTime(scene, by) })),
    wish.at !== 'promised' &&
      buttons(
        button(
          t('callback.open'),
          { action: 'callback', weight: 'secondary', icon: 'phone', expanded: open },
          () => dispatch({ type: 'callback-toggled', open: !open }),
        ),
      ),
    open && form(scene),
  );
}

function form(scene: Scene): Node {
  const { t, dispatch, state } = scene;
  const wish = state.callback;
  const wrong = wish.at === 'open' ? wish.wrong : 'none';
  const submit = (event: Event): void => {
    event.preventDefault();
    const fields = (event.target as HTMLFormElement).elements;
    const value = (name: string): string =>
      (fields.namedItem(name) as HTMLInputElement | HTMLTextAreaElement | null)?.value ?? '';
    dispatch({
      type: 'callback-asked',
      name: value('callback-name'),
      phone: value('callback-phone'),
      words: value('callback-words'),
    });
  };
  return h(
    'form',
    { key: 'callback-form', class: 'callback__form', novalidate: true, on: { submit } },
    field('name', t('callback.name'), wrong === 'name' ? t('callback.name.wrong') : '', {
      type: 'text',
      autocomplete: 'name',
      maxlength: MAX_NAME_CHARS,
    }),
    field('phone', t('callback.phone'), wrong === 'phone' ? t('callback.phone.wrong') : '', {
      type: 'tel',
      autocomplete: 'tel',
      maxlength: MAX_PHONE_CHARS,
    }),
    h(
      'div',
      { key: 'callback-words', class: 'utrecht-form-field' },
      h('label', { class: 'utrecht-form-label', for: 'callback-words' }, t('callback.words')),
      h(
        'p',
        { class: 'utrecht-form-field-description', id: 'callback-words-hint' },
        t('callback.words.hint'),
      ),
      h('textarea', {
        id: 'callback-words',
        name: 'callback-words',
        rows: 3,
        maxlength: MAX_WORDS_CHARS,
        class: 'utrecht-textarea utrecht-textarea--html-textarea',
        'aria-describedby': 'callback-words-hint',
      }),
    ),
    h('p', { class: 'nl-paragraph hint callback__consent' }, icon('lock', 'consent'), t('callback.consent')),
    buttons(
      button(t(wish.at === 'sending' ? 'callback.sending' : 'callback.send'), {
        action: 'send-callback',
        weight: 'primary',
        submit: true,
        busy: wish.at === 'sending',
      }),
    ),
  );
}

/** @param problem what is wrong with it, in words; empty when nothing is */
function field(
  name: 'name' | 'phone',
  label: string,
  problem: string,
  input: { type: string; autocomplete: string; maxlength: number },
): Node {
  const id = `callback-${name}`;
  const wrong = problem !== '';
  return h(
    'div',
    { key: id, class: `utrecht-form-field${wrong ? ' utrecht-form-field--invalid' : ''}` },
    h('label', { class: 'utrecht-form-label', for: id }, label),
    h(
      'div',
      { id: `${id}-error`, role: 'alert', class: wrong ? 'utrecht-form-field-error-message' : '' },
      problem,
    ),
    h('input', {
      id,
      name: id,
      ...input,
      class: 'utrecht-textbox utrecht-textbox--html-input',
      'aria-invalid': wrong ? 'true' : undefined,
      'aria-describedby': wrong ? `${id}-error` : undefined,
    }),
  );
}
