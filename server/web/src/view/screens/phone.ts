/** An ordinary telephone beside this page: who calls whom, and why the page stays open. */
import { h } from '../dom';
import type { Node } from '../dom';
import { icon } from '../icons';
import { alert, button, buttons, heading, list, paragraph, status, telephone } from '../scene';
import type { Scene } from '../scene';

export function phone(scene: Scene): Node {
  const { t } = scene;
  return h(
    'section',
    { key: 'phone', class: 'panel phone' },
    h('div', { class: 'panel__head' }, icon('phone', 'phone'), heading(t('phone.title'))),
    paragraph(t('phone.body')),
    list([t('phone.tip.speaker'), t('phone.tip.page')]),
    buttons(telephone(scene, 'primary')),
    h('h3', { class: 'nl-heading nl-heading--level-2' }, t('phone.mine.title')),
    ownNumber(scene),
  );
}

function ownNumber(scene: Scene): Node {
  const { t, dispatch } = scene;
  const { phone: given, phoneWrong } = scene.state.call!.exchange;
  const submit = (event: Event): void => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem('phone') as HTMLInputElement;
    dispatch({ type: 'phone-number-given', number: field.value });
  };
  return h(
    'form',
    { key: 'own-number', novalidate: true, on: { submit } },
    status(
      'phone-status',
      given !== null &&
        alert(
          given.delivered ? 'ok' : 'info',
          'given',
          paragraph(t(given.delivered ? 'phone.mine.given' : 'phone.mine.sending', { number: given.number })),
        ),
    ),
    h(
      'div',
      { class: `utrecht-form-field${phoneWrong ? ' utrecht-form-field--invalid' : ''}` },
      h('label', { class: 'utrecht-form-label', for: 'phone-number' }, t('phone.mine.label')),
      h(
        'div',
        { id: 'phone-error', role: 'alert', class: phoneWrong ? 'utrecht-form-field-error-message' : '' },
        phoneWrong && t('phone.mine.wrong'),
      ),
      h('input', {
        id: 'phone-number',
        name: 'phone',
        class: 'utrecht-textbox utrecht-textbox--html-input phone__number',
        type: 'tel',
        autocomplete: 'tel',
        maxlength: 24,
        'aria-invalid': phoneWrong ? 'true' : undefined,
        'aria-describedby': phoneWrong ? 'phone-error' : undefined,
      }),
    ),
    buttons(
      button(t(given === null ? 'phone.mine.send' : 'phone.mine.again'), {
        action: 'give-number',
        weight: 'secondary',
        submit: true,
      }),
    ),
  );
}
