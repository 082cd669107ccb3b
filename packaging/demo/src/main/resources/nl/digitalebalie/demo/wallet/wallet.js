// The demo wallet: shows who asks for what, the pairing code, and lets a fictional person share or refuse.
const POLL_MS = 400;
const PROTOCOL = '2.8';
const main = document.getElementById('main');
const authorization = [...crypto.getRandomValues(new Uint8Array(15))].map((b) => (b % 36).toString(36)).join('');

let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'nl';
let texts = {};
let people = [];
let session;      // address of the session at the look-alike
let requestor = {};
let redraw = () => {};

const file = async (name) => (await fetch(name)).json();
const ask = (path = '', options = {}) => fetch(session + path, {
  ...options,
  headers: { Authorization: authorization, 'X-IRMA-MinProtocolVersion': PROTOCOL, 'X-IRMA-MaxProtocolVersion': PROTOCOL, ...options.headers },
});

function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

function show(draw) {
  redraw = () => {
    const focused = document.activeElement && document.activeElement.id;
    main.replaceChildren(...draw());
    const again = focused && document.getElementById(focused);
    (again || main.querySelector('h1')).focus();
  };
  redraw();
}

const heading = (text) => element('h1', { tabIndex: -1, textContent: text });
const sentence = (text) => element('p', { textContent: text });
const message = (name) => show(() => [heading(texts[name]), ...(texts[name + 'More'] ? [sentence(texts[name + 'More'])] : [])]);

/** The last screen: one button leads back to the talk. A browser that does not let us close the window is told about. */
const last = (name) => show(() => {
  const close = element('button', { type: 'button', className: 'primary', id: 'close', textContent: texts.close });
  const stays = element('p', { className: 'aside', role: 'status' });
  close.addEventListener('click', () => { window.close(); stays.textContent = texts.closeYourself; });
  return [heading(texts[name]), sentence(texts[name + 'More']), element('div', { className: 'actions' }, close), stays];
});

async function speak(next) {
  language = next;
  texts = await file(`texts.${language}.json`);
  document.documentElement.lang = language;
  document.title = texts.title;
  document.getElementById('band').textContent = texts.band;
  document.getElementById('brand').textContent = texts.brand;
  const button = document.getElementById('language');
  button.textContent = texts.otherLanguage;
  button.lang = language === 'nl' ? 'en' : 'nl';
}

function pointer() {
  try {
    const text = decodeURIComponent(location.hash.slice(1));
    const address = new URL(JSON.parse(text).u);
    return address.origin === location.origin ? address.href : undefined; // this wallet knows its own look-alike only
  } catch {
    return undefined;
  }
}

function attributesOf(request) {
  return request.disclose.flatMap((alternatives) => (alternatives.find((one) => one.length > 0) || [])
    .map((one) => (typeof one === 'string' ? one : one.type)));
}

function question(request) {
  const wanted = attributesOf(request);
  let chosen = people[0];
  show(() => {
    const values = element('dl', { id: 'shares' }, ...wanted.map((identifier) => element('div', {},
      element('dt', { textContent: texts.attributes[identifier.split('.').pop()] || identifier }),
      element('dd', { textContent: chosen.values[identifier] ?? texts.missing }))));
    const cards = people.map((person) => {
      const radio = element('input', { type: 'radio', name: 'card', value: person.id, id: `card-${person.id}`, checked: person === chosen });
      radio.addEventListener('change', () => { chosen = person; redraw(); });
      return element('label', { className: 'card', htmlFor: radio.id }, radio,
        element('span', {}, element('strong', { textContent: person.name }), element('small', { textContent: person.about[language] })));
    });
    const share = element('button', { type: 'button', className: 'primary', id: 'share', textContent: texts.share });
    share.addEventListener('click', () => disclose(chosen));
    const refuse = element('button', { type: 'button', id: 'refuse', textContent: texts.refuse });
    refuse.addEventListener('click', decline);
    return [
      heading(texts.asks.replace('{who}', requestor[language] || requestor.nl || location.host)),
      element('fieldset', {}, element('legend', { textContent: texts.choose }), ...cards),
      element('h2', { textContent: texts.shares }), values,
      element('div', { className: 'actions' }, share, refuse),
    ];
  });
}

async function disclose(person) {
  message('loading');
  const answer = await ask('/proofs', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ demoCard: person.id }) });
  if (!answer.ok) return last('over');
  const result = await answer.json();
  last(result.proofStatus === 'VALID' ? 'done' : 'notAccepted');
}

async function decline() {
  await ask('', { method: 'DELETE' });
  last('refused');
}

async function pair(code) {
  show(() => [heading(texts.pairing), element('p', { className: 'code', id: 'pairing-code', textContent: code }), sentence(texts.pairingMore)]);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const answer = await ask('/status');
    const status = answer.ok ? await answer.json() : 'TIMEOUT';
    if (status === 'CONNECTED') return (await ask('/request')).json();
    if (status !== 'PAIRING') return undefined;
  }
}

async function open() {
  session = pointer();
  if (!session) return last('noSession');
  message('loading');
  const answer = await ask();
  if (!answer.ok) return last('over');
  const info = await answer.json();
  requestor = info.demoRequestor || {};
  const request = info.request || await pair(info.options.pairingCode);
  return request ? question(request) : last('over');
}

document.getElementById('language').addEventListener('click', async () => { await speak(language === 'nl' ? 'en' : 'nl'); redraw(); });
window.addEventListener('hashchange', () => location.reload());
[people] = await Promise.all([file('people.json'), speak(language)]);
await open();
