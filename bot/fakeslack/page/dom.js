// Creates elements. Texts from chat become text nodes here, never markup.

const SVG = 'http://www.w3.org/2000/svg'

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'hidden' || name === 'open') node[name] = value
    else node.setAttribute(name, value === true ? '' : value)
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === '') continue
    node.append(child.nodeType ? child : String(child))
  }
  return node
}

// h creates an element. Props that start with "on" are event listeners.
export const h = (tag, props, ...children) => fill(document.createElement(tag), props, children)

// s creates an SVG element.
export const s = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children)

const paths = {
  hash: 'M9 4 7 20M17 4l-2 16M4 9h16M3.5 15h16',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.5M15 9.5v.5',
  reply: 'M21 12a8 8 0 0 1-11.5 7.2L4 20l1.2-4.6A8 8 0 1 1 21 12z',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M4 12 3 4l18 8-18 8 1-8h8',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2',
  pulse: 'M3 12h4l3-8 4 16 3-8h4',
  flag: 'M5 21V4h12l-2 4 2 4H5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  clip: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.8 17.1a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4',
  down: 'M6 9l6 6 6-6',
  check: 'M5 12.5l4.5 4.5L19 7',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6',
  bolt: 'M13 3 5 14h6l-1 7 8-11h-6z',
  pen: 'M4 20l1-4L16 5l3 3L8 19z',
  bin: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  save: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
}

// icon draws a small icon, hidden from screen readers.
export const icon = (name) => s('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' }, s('path', { d: paths[name] }))

// keeper caches nodes by key. It returns the same node while its form is unchanged, so
// that redrawing keeps the focus and does not interrupt a click.
export function keeper() {
  const kept = new Map()
  return (key, form, make) => {
    const had = kept.get(key)
    if (had?.form === form) return had.node
    const node = make()
    kept.set(key, { form, node })
    return node
  }
}

// put sets the children of parent. Nodes already in place are not moved, so that focus and
// scrolling stay.
export function put(parent, nodes) {
  const want = nodes.flat(Infinity).filter(Boolean)
  const keep = new Set(want)
  for (const old of [...parent.childNodes]) if (!keep.has(old)) old.remove()
  want.forEach((node, i) => {
    if (parent.childNodes[i] !== node) parent.insertBefore(node, parent.childNodes[i] || null)
  })
}
