/**
 * A view is a tree of plain values; patch() changes the document where the tree differs from the one before.
 * So focus, typed text and running video survive every change of state. Text is always text, never markup.
 */

export type Handler = (event: Event) => void;

export interface Attributes {
  readonly key?: string;
  /** Called with each named event. */
  readonly on?: { readonly [event: string]: Handler };
  readonly [name: string]: string | number | boolean | undefined | { readonly [event: string]: Handler };
}

export interface Node {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly Node[];
  readonly text: string;
  /** An element that somebody else owns and fills: a video, a level meter, an icon. */
  readonly own: Element | null;
  dom: ChildNode | null;
}

export type Child = Node | string | false | null | undefined | readonly Child[];

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS: readonly string[] = ['svg', 'path', 'rect'];

export function h(tag: string, attributes: Attributes, ...children: Child[]): Node {
  return { tag, attributes, children: flat(children), text: '', own: null, dom: null };
}

/** Puts an element of somebody else into the tree, always the same one under the same key. */
export function own(element: Element, key: string): Node {
  return { tag: '#own', attributes: { key }, children: [], text: '', own: element, dom: null };
}

function flat(children: readonly Child[]): Node[] {
  const result: Node[] = [];
  for (const child of children) {
    if (child === false || child === null || child === undefined) continue;
    if (typeof child === 'string') result.push(textNode(child));
    else if ('tag' in child) result.push(child);
    else result.push(...flat(child));
  }
  return result;
}

function textNode(text: string): Node {
  return { tag: '#text', attributes: {}, children: [], text, own: null, dom: null };
}

const same = (a: Node, b: Node): boolean =>
  a.tag === b.tag && a.attributes.key === b.attributes.key && a.own === b.own;

/** Makes the children of {@code parent} look like {@code after}; {@code before} is what they look like now. */
export function patch(parent: Element, before: readonly Node[], after: readonly Node[]): void {
  const left = [...before];
  const reused = after.map((node) => {
    const at = left.findIndex((candidate) => same(candidate, node));
    return at < 0 ? null : left.splice(at, 1)[0]!;
  });
  // An element of somebody else may already have moved to another place of the tree.
  for (const gone of left) if (gone.dom!.parentNode === parent) gone.dom!.remove();
  after.forEach((node, index) => {
    const old = reused[index];
    if (old) update(old, node);
    else node.dom = create(node);
    const here = parent.childNodes[index] ?? null;
    if (here !== node.dom) parent.insertBefore(node.dom!, here);
  });
}

function create(node: Node): ChildNode {
  if (node.tag === '#text') return document.createTextNode(node.text);
  if (node.own) return node.own;
  const element = SVG_TAGS.includes(node.tag)
    ? document.createElementNS(SVG, node.tag)
    : document.createElement(node.tag);
  for (const name of Object.keys(node.attributes)) set(element, name, node.attributes[name]);
  listen(element, {}, node.attributes.on ?? {});
  patch(element, [], node.children);
  return element;
}

function update(old: Node, node: Node): void {
  if (old === node) return; // kept from the drawing before: nothing in it has changed
  node.dom = old.dom;
  if (node.tag === '#text') {
    if (old.text !== node.text) node.dom!.textContent = node.text;
    return;
  }
  if (node.own) return;
  const element = node.dom as Element;
  for (const name of Object.keys({ ...old.attributes, ...node.attributes })) {
    if (old.attributes[name] !== node.attributes[name]) set(element, name, node.attributes[name]);
  }
  listen(element, old.attributes.on ?? {}, node.attributes.on ?? {});
  patch(element, old.children, node.children);
}

function set(element: Element, name: string, value: Attributes[string]): void {
  if (name === 'key' || name === 'on') return;
  if (name === 'checked') (element as HTMLInputElement).checked = value === true;
  else if (name === 'value' && element instanceof HTMLTextAreaElement) write(element, String(value ?? ''));
  else if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** What the person types is in the field already; writing it again would move the caret. */
function write(field: HTMLTextAreaElement, text: string): void {
  if (field.value !== text) field.value = text;
}

function listen(element: Element, old: { readonly [event: string]: Handler }, now: typeof old): void {
  for (const event of Object.keys(old)) {
    if (old[event] !== now[event]) element.removeEventListener(event, old[event]!);
  }
  for (const event of Object.keys(now)) {
    if (old[event] !== now[event]) element.addEventListener(event, now[event]!);
  }
}
