/** The end, planned or not: goodbye with one question, and every screen that says what now. */
import type { ProblemKind } from '../../page/state';
import type { EndReason } from '../../protocol/messages';
import { MAX_FEEDBACK_CHARS } from '../../protocol/http';
import { receiptOf } from '../../protocol/receipt';
import { h } from '../dom';
import type { Child, Node } from '../dom';
import { icon } from '../icons';
import { alert, button, buttons, heading, lead, paragraph, status, telephone, title } from '../scene';
import type { Scene, Weight } from '../scene';
import { receiptSection } from './receipt';

const SCORES = [1, 2, 3, 4, 5] as const;

export function goodbye(scene: Scene): Child {
  const { t, state } = scene;
  const { reason, reference, feedbackTicket, feedback, codeFailed, receipt } = state.goodbye!;
  const kept = receipt === null ? null : receiptOf(receipt);
  return [
    title(t(codeFailed || UNWANTED.includes(reason) ? 'goodbye.title.stopped' : 'goodbye.title')),
    lead(t(codeFailed ? 'goodbye.code' : `goodbye.${reason}`)),
    reference !== '' &&
      h(
        'section',
        { key: 'reference', class: 'panel reference' },
        heading(t('goodbye.reference')),
        h('p', { class: 'reference__number' }, reference),
        h('p', { class: 'nl-paragraph hint' }, t('goodbye.reference.why')),
      ),
    kept !== null && receiptSection(scene, kept),
    feedbackTicket !== null && question(scene),
    status('feedback-status', feedback === 'sent' && alert('ok', 'sent', paragraph(t('goodbye.sent')))),
    h('div', { key: 'on', class: 'buttons' }, further(scene, reason)),
  ];
}

/** Ends that nobody wanted: then the way on comes first. */
const UNWANTED: readonly EndReason[] = [
  'RESIDENT_LOST',
  'STAFF_LOST',
  'CLOSED_FOR_TODAY',
  'SERVER_STOPPING',
  'FAULT',
];

/** A link for anybody begins anew; an invitation was for one talk, so the telephone leads on. */
function further(scene: Scene, reason: EndReason): Node | null {
  const weight: Weight = UNWANTED.includes(reason) ? 'primary' : 'secondary';
  if (scene.state.link.kind !== 'walk-in') return telephone(scene, weight);
  return button(scene.t('goodbye.again'), { action: 'again', weight }, () =>
    scene.dispatch({ type: 'retry-clicked' }),
  );
}

function question(scene: Scene): Node {
  const { t, dispatch } = scene;
  const { score, feedback } = scene.state.goodbye!;
  const submit = (event: Event): void => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem(
      'sentence',
    ) as HTMLTextAreaElement | null;
    dispatch({
      type: 'feedback-sent-clicked',
      sentence: (field?.value ?? '').trim().slice(0, MAX_FEEDBACK_CHARS),
    });
  };
  return h(
    'form',
    { key: 'feedback', class: 'feedback', on: { submit } },
    h(
      'fieldset',
      { class: 'scores' },
      h('legend', { class: 'nl-heading nl-heading--level-2' }, t('goodbye.question')),
      SCORES.map((value) =>
        h(
          'label',
          { key: `score-${value}`, class: `score${score === value ? ' score--chosen' : ''}` },
          h('input', {
            type: 'radio',
            name: 'score',
            value,
            class: 'utrecht-radio-button utrecht-radio-button--html-input',
            checked: score === value,
            on: { change: () => dispatch({ type: 'score-chosen', score: value }) },
          }),
          h('span', {}, t(`goodbye.score.${value}`)),
        ),
      ),
    ),
    score > 0 && [
      h(
        'div',
        { key: 'sentence', class: 'utrecht-form-field' },
        h('label', { class: 'utrecht-form-label', for: 'sentence' }, t('goodbye.sentence')),
        h('p', { class: 'utrecht-form-field-description', id: 'sentence-hint' }, t('goodbye.sentence.hint')),
        h('textarea', {
          id: 'sentence',
          name: 'sentence',
          rows: 3,
          maxlength: MAX_FEEDBACK_CHARS,
          class: 'utrecht-textarea utrecht-textarea--html-textarea',
          'aria-describedby': 'sentence-hint',
        }),
      ),
      status(
        'feedback-failed',
        feedback === 'failed' && alert('warning', 'failed', paragraph(t('goodbye.failed'))),
      ),
      buttons(
        button(t(feedback === 'sending' ? 'goodbye.sending' : 'goodbye.send'), {
          action: 'send-feedback',
          weight: 'primary',
          submit: true,
          busy: feedback === 'sending',
        }),
      ),
    ],
  );
}

/** Kinds that trying again does not help; the telephone does. */
const BY_TELEPHONE: readonly ProblemKind[] = [
  'link-unknown',
  'link-expired',
  'link-used',
  'not-here',
  'not-offered',
  'old-browser',
];

function wayOn(scene: Scene, kind: ProblemKind): Node {
  const { t, dispatch } = scene;
  const call = BY_TELEPHONE.includes(kind) ? telephone(scene, 'primary') : null;
  if (call !== null) return call;
  return button(t(`problem.${kind}.button`), { action: 'retry', weight: 'primary' }, () =>
    dispatch({ type: 'retry-clicked' }),
  );
}

/** One sentence what happened, one what to do, one button; the ways to a person are below it on every screen. */
export function problem(scene: Scene, kind: ProblemKind): Child {
  const { t, state } = scene;
  const about = kind === 'not-offered' ? (`not-offered.${state.channel}` as const) : kind;
  return [
    h('div', { key: 'sign', class: 'big-icon big-icon--calm' }, icon('info', 'problem')),
    title(t(`problem.${about}.title`)),
    lead(t(`problem.${about}.what`)),
    paragraph(t(`problem.${kind}.do`)),
    kind === 'unsafe' &&
      state.reference !== '' &&
      h(
        'p',
        { key: 'reference', class: 'nl-paragraph hint' },
        t('problem.reference'),
        ' ',
        h('code', { 'data-role': 'reference' }, state.reference),
      ),
    buttons(wayOn(scene, kind)),
  ];
}
