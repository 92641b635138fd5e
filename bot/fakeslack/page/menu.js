// Popups: a button's menu, and a field with a list (combobox). Both work by keyboard.

import { h, icon, put } from './dom.js'
import { plain } from './text.js'
import { say } from './words.js'

let count = 0
const unique = () => 'm' + ++count

// float positions a popup above or below its anchor, inside the window.
export function float(popup, anchor, width) {
  const a = (anchor.checkVisibility() ? anchor : anchor.closest('.msg') || anchor).getBoundingClientRect()
  if (width) popup.style.width = Math.max(a.width, 180) + 'px'
  popup.showPopover()
  const p = popup.getBoundingClientRect()
  const below = a.bottom + 4 + p.height <= innerHeight || a.top < p.height
  popup.style.top = Math.max(4, Math.min(below ? a.bottom + 4 : a.top - p.height - 4, innerHeight - p.height - 4)) + 'px'
  popup.style.left = Math.max(4, Math.min(width ? a.left : a.right - p.width, innerWidth - p.width - 4)) + 'px'
}

// menu opens a list of actions at a button. Items are {label, icon, danger, head, do}.
export function menu(anchor, items, label) {
  const back = document.activeElement
  const rows = items.map((it) => it.head
    ? h('div', { class: 'head', role: 'presentation' }, it.head)
    : h('button', { type: 'button', role: 'menuitem', tabindex: '-1', class: it.danger ? 'danger' : null, title: it.title, onclick: () => { close(); it.do() } },
      it.icon ? icon(it.icon) : null, h('span', {}, it.label)))
  const popup = h('div', { class: 'popup', role: 'menu', 'aria-label': label, popover: 'auto' }, rows)
  const buttons = rows.filter((r) => r.tagName === 'BUTTON')
  const close = () => popup.hidePopover()
  popup.addEventListener('keydown', (e) => {
    const at = buttons.indexOf(document.activeElement)
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (step) buttons[(at + step + buttons.length) % buttons.length]?.focus()
    else if (e.key === 'Home') buttons[0]?.focus()
    else if (e.key === 'End') buttons.at(-1)?.focus()
    else if (e.key === 'Tab') close()
    else return
    e.preventDefault()
  })
  popup.addEventListener('toggle', (e) => {
    if (e.newState !== 'closed') return
    const inside = popup.contains(document.activeElement) || document.activeElement === document.body
    popup.remove()
    if (inside && back?.isConnected) back.focus()
  })
  ;(anchor.closest('dialog') || document.body).append(popup)
  float(popup, anchor)
  buttons[0]?.focus()
}

// combobox is a text field to choose from a list.
//   search(typed) -> options {text, value, group}, or a promise of them; undefined for
//   "type more"; slow means that it asks the app. value is an option, or a list if several is set.
export function combobox({ id, labelledby, describedby, placeholder, several, max, slow, search, value, changed }) {
  let chosen = (several ? value || [] : value ? [value] : []).slice()
  let options = [], active = -1, asked = 0
  const list = h('ul', { class: 'popup list', role: 'listbox', id: unique(), popover: 'manual', 'aria-labelledby': labelledby, 'aria-label': labelledby ? null : placeholder || say('options') })
  const input = h('input', {
    id, type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', placeholder: placeholder || say(several ? 'selects' : 'select'),
    'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-labelledby': labelledby, 'aria-describedby': describedby, 'aria-label': labelledby ? null : placeholder || say('select'),
  })
  const chips = h('span', { class: 'chips' })
  const node = h('div', { class: 'combo' }, chips, input, icon('down'), list)
  const open = () => list.matches(':popover-open')

  function show() {
    if (several) {
      put(chips, chosen.map((o) => h('span', { class: 'chip' }, o.text,
        h('button', { type: 'button', 'aria-label': say('remove', { name: o.text }), onclick: () => { chosen = chosen.filter((x) => x !== o); show(); changed(chosen) } }, icon('close')))))
    } else {
      input.value = chosen[0]?.text || ''
    }
  }
  function close() {
    if (open()) list.hidePopover()
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  function point(i) {
    active = i
    for (const li of list.querySelectorAll('[role=option]')) {
      const on = Number(li.dataset.i) === i
      li.setAttribute('aria-selected', on)
      if (on) {
        input.setAttribute('aria-activedescendant', li.id)
        li.scrollIntoView({ block: 'nearest' })
      }
    }
  }
  function take(i) {
    const o = options[i]
    if (!o) return
    if (several) {
      if (!chosen.some((x) => x.value === o.value) && chosen.length < (max || 100)) chosen.push(o)
      input.value = ''
    } else {
      chosen = [o]
    }
    show()
    close()
    changed(several ? chosen : o)
  }
  function note(text) {
    options = []
    put(list, [h('li', { class: 'note' }, text)])
  }
  async function look(typed) { // synchronous unless search returns a promise
    const turn = ++asked
    const found = search(typed)
    if (found?.then) note(say('searching'))
    if (!open()) float(list, node, true)
    input.setAttribute('aria-expanded', 'true')
    const answer = found?.then ? await found : found
    if (turn !== asked || !open()) return
    if (!answer) return note(say('type_more'))
    options = several ? answer.filter((o) => !chosen.some((x) => x.value === o.value)) : answer
    if (!options.length) return note(say('no_match'))
    let group = ''
    put(list, options.map((o, i) => {
      const head = o.group && o.group !== group ? h('li', { class: 'head', role: 'presentation' }, (group = o.group)) : null
      return [head, h('li', { role: 'option', id: unique(), 'data-i': i, onmousedown: (e) => { e.preventDefault(); take(i) }, onmousemove: () => active !== i && point(i) },
        h('span', {}, plain(o.text)), o.about ? h('small', {}, o.about) : null)]
    }))
    point(Math.max(0, options.findIndex((o) => o.value === chosen[0]?.value)))
    float(list, node, true)
  }
  let wait = 0
  input.addEventListener('input', () => {
    clearTimeout(wait)
    options = [] // the shown options belong to the previous text
    if (slow) wait = setTimeout(() => look(input.value), 120)
    else look(input.value)
  })
  input.addEventListener('focus', () => input.select())
  input.addEventListener('click', () => !open() && look(''))
  input.addEventListener('blur', () => {
    clearTimeout(wait)
    asked++
    close()
    if (!several && input.value === '' && chosen.length) {
      chosen = []
      changed(null)
    }
    if (several) input.value = ''
    else show()
  })
  input.addEventListener('keydown', (e) => {
    if (e.isComposing) return
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      if (!open()) look('')
      else if (options.length) point((active + (e.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length)
    } else if (open() && (e.key === 'Enter' || e.key === 'Tab') && options[active]) {
      if (e.key === 'Enter') e.preventDefault()
      take(active)
    } else if (open() && e.key === 'Escape') {
      e.preventDefault()
      e.stopPropagation()
      show()
      close()
    } else if (several && e.key === 'Backspace' && input.value === '' && chosen.length) {
      chosen.pop()
      show()
      changed(chosen)
    }
  })
  show()
  return { node, input, get: () => (several ? chosen : chosen[0] || null) }
}

// ask shows a confirm dialog, given as Block Kit's confirm object, and resolves to whether
// the person confirmed.
export function ask(confirm) {
  return new Promise((answer) => {
    const dialog = h('dialog', { class: 'box', 'aria-labelledby': 'ask-title' },
      h('h2', { id: 'ask-title' }, plain(confirm.title.text)),
      h('div', { class: 'text' }, confirm.node || plain(confirm.text.text)),
      h('footer', {},
        h('button', { type: 'button', class: 'btn', onclick: () => dialog.close('') }, plain(confirm.deny.text)),
        h('button', { type: 'button', class: 'btn ' + (confirm.style || 'primary'), onclick: () => dialog.close('yes'), autofocus: true }, plain(confirm.confirm.text))))
    dialog.addEventListener('close', () => {
      dialog.remove()
      answer(dialog.returnValue === 'yes')
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}
