// The emoji picker: frequent emoji first, then all, or those whose name matches the typed
// text.

import { h, put } from './dom.js'
import { emoji, quick } from './emoji.js'
import { float } from './menu.js'
import { say } from './words.js'

const columns = 8 // emoji per row

const each = new Map() // emoji -> name; some have several names
for (const name of [...quick, ...emoji.keys()]) if (!each.has(emoji.get(name))) each.set(emoji.get(name), name)

// pick opens the picker at an anchor and calls taken with the chosen name.
export function pick(anchor, taken) {
  const back = document.activeElement
  let found = [], at = 0
  const list = h('ul', { class: 'grid', role: 'listbox', id: 'emoji-list', 'aria-label': say('react') })
  const input = h('input', { class: 'text', type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'emoji-list', 'aria-autocomplete': 'list', 'aria-label': say('find_emoji'), placeholder: say('find_emoji'), autocomplete: 'off', spellcheck: 'false', oninput: () => look(), onkeydown: (e) => key(e) })
  const name = h('p', { class: 'hint', 'aria-hidden': 'true' })
  const popup = h('div', { class: 'popup picker', popover: 'auto' }, input, list, name)

  function point(i) {
    at = i
    list.querySelectorAll('[role=option]').forEach((li, k) => li.setAttribute('aria-selected', String(k === i)))
    const here = list.children[i]
    here?.scrollIntoView({ block: 'nearest' })
    if (here) input.setAttribute('aria-activedescendant', here.id)
    else input.removeAttribute('aria-activedescendant')
    name.textContent = found[i] ? `:${found[i]}:` : say('no_match')
  }
  function look() {
    const typed = input.value.trim().toLowerCase().replace(/^:|:$/g, '').replaceAll(' ', '_')
    found = typed ? [...emoji.keys()].filter((n) => n.includes(typed)) : [...each.values()]
    found = [...new Map(found.map((n) => [emoji.get(n), n])).values()]
    put(list, found.map((n, i) => h('li', { role: 'option', id: 'emoji-' + n, 'aria-label': n.replaceAll('_', ' '), class: 'emoji', onmousemove: () => at !== i && point(i), onclick: () => take(i) }, emoji.get(n))))
    point(0)
  }
  function take(i) {
    if (!found[i]) return
    popup.hidePopover()
    taken(found[i])
  }
  function key(e) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[e.key]
    if (step && found.length) point(Math.max(0, Math.min(at + step, found.length - 1)))
    else if (e.key === 'Enter' && !e.isComposing) take(at)
    else return
    e.preventDefault()
  }
  popup.addEventListener('toggle', (e) => {
    if (e.newState !== 'closed') return
    const inside = popup.contains(document.activeElement) || document.activeElement === document.body
    popup.remove()
    if (inside && back?.isConnected) back.focus()
  })
  document.body.append(popup)
  look()
  float(popup, anchor)
  input.focus()
}
