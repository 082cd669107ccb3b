/** At the end: what was opened in this talk, to read, to keep and to print. */
import type { Opening, Receipt } from '../../protocol/receipt';
import { h } from '../dom';
import type { Node } from '../dom';
import { button, buttons, dayAndTime, facts, heading, list, localized, paragraph, timeOfDay } from '../scene';
import type { Scene } from '../scene';

const MY_GOVERNMENT = 'https://mijn.overheid.nl/';

export function receiptSection(scene: Scene, receipt: Receipt): Node {
  const { t, dispatch } = scene;
  return h(
    'section',
    { key: 'receipt', class: 'panel receipt' },
    heading(t('receipt.title')),
    paragraph(t('receipt.lead')),
    alike(receipt.opened).map((openings, index) => opened(scene, openings, index)),
    paragraph(t('receipt.what')),
    buttons(
      button(t('receipt.save'), { action: 'save-receipt', weight: 'secondary' }, () =>
        dispatch({ type: 'receipt-saved', name: t('receipt.file', { date: day(receipt) }) }),
      ),
      button(t('receipt.print'), { action: 'print-receipt', weight: 'secondary' }, () =>
        dispatch({ type: 'receipt-printed' }),
      ),
    ),
    figures(scene, receipt),
    statuses(scene),
    h(
      'p',
      { class: 'nl-paragraph' },
      `${t('receipt.status')} `,
      h(
        'a',
        {
          class: 'nl-link',
          href: MY_GOVERNMENT,
          target: '_blank',
          rel: 'noopener noreferrer',
          'data-action': 'my-government',
        },
        t('receipt.status.link'),
      ),
    ),
  );
}

/** The words that MijnOverheid has as well. */
function statuses({ t, state }: Scene): Node | null {
  if (state.statuses.length === 0) return null;
  const lines = state.statuses.map(({ what, status }) => t('receipt.status.line', { what, status }));
  return h(
    'div',
    { key: 'statuses', 'data-role': 'statuses' },
    paragraph(t('receipt.status.now')),
    list(lines),
  );
}

const day = (receipt: Receipt): string => new Date(receipt.opened.at(-1)!.at).toISOString().slice(0, 10);

/** A panel that was shut and opened again says the same but for the time: once is enough to read. */
function alike(all: readonly Opening[]): Opening[][] {
  const groups = new Map<string, Opening[]>();
  for (const each of all) {
    const { purpose, legalBasis, showed, categories, role } = each;
    const what = JSON.stringify([purpose, legalBasis, showed, categories, role]);
    groups.set(what, [...(groups.get(what) ?? []), each]);
  }
  return [...groups.values()];
}

function opened(scene: Scene, openings: readonly Opening[], index: number): Node {
  const { t } = scene;
  const opening = openings[0]!;
  const times = openings.map(({ at, until }) =>
    t('receipt.from', { from: dayAndTime(scene, at), until: timeOfDay(scene, until) }),
  );
  const when = times.length === 1 ? times[0]! : list(times);
  return h(
    'div',
    { key: `opened-${index}`, class: 'receipt__opened' },
    facts(
      [
        { icon: 'clock', label: t('receipt.when'), value: when },
        { icon: 'info', label: t('receipt.why'), value: localized(scene, 'span', opening.purpose) },
        { icon: 'lock', label: t('receipt.basis'), value: localized(scene, 'span', opening.legalBasis) },
        { icon: 'person', label: t('receipt.role'), value: localized(scene, 'span', opening.role) },
        {
          icon: 'check',
          label: t('receipt.showed'),
          value: list(opening.showed.map((words) => localized(scene, 'span', words))),
        },
        {
          icon: 'eye',
          label: t('receipt.seen'),
          value: list(opening.categories.map((words) => localized(scene, 'span', words))),
        },
      ],
      `receipt-${index}`,
    ),
  );
}

/** For whoever wants to check it: long, so folded away. */
function figures(scene: Scene, receipt: Receipt): Node {
  const { t } = scene;
  const rows = receipt.opened.flatMap((opening) => [
    t('receipt.figure.row', { row: opening.row, hash: opening.rowHash }),
    t('receipt.figure.policy', { hash: opening.policyHash }),
  ]);
  return h(
    'details',
    { key: 'figures', class: 'receipt__figures' },
    h('summary', {}, t('receipt.figures')),
    list([
      t('receipt.figure.log', { log: receipt.log }),
      ...rows,
      t(receipt.witnessed ? 'receipt.figure.witnessed' : 'receipt.figure.unwitnessed'),
    ]),
  );
}
