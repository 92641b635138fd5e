// The composer, with completion of commands, people, channels and emoji.

import { h, icon, put } from './dom.js'
import { act, channel, live, place } from './desk.js'
import { emoji } from './emoji.js'
import { takes, tray } from './files.js'
import { avatar } from './people.js'
import { say } from './words.js'

const drafts = new Map() // place -> {text, files}, kept while switching; the text also survives a reload
let count = 0

// commands returns the hints for the start of a command. In a thread only commands with !
// work, because Slack has no slash commands there.
function commands(line, inThread) {
  const q = line.toLowerCase().trimStart()
  if (!/^[/!]/.test(q) || q.includes('\n')) return []
  const all = live.kit.hints.filter((x) => (inThread ? x.insert[0] === '!' : true))
  const begins = all.filter((x) => x.insert.toLowerCase().startsWith(q))
  if (begins.length) return begins.slice(0, 40)
  const told = all.filter((x) => q.startsWith(x.insert.toLowerCase().trim())).sort((a, b) => b.insert.length - a.insert.length)
  if (told.length) return [{ ...told[0], told: true }]
  const words = q.slice(1).split(/\s+/).filter(Boolean)
  return q.length > 1 ? all.filter((x) => x.insert[0] === q[0] && words.every((w) => (x.line + ' ' + x.text).toLowerCase().includes(w))).slice(0, 20) : []
}

// found returns the completions of the text before the caret: {from, items}.
function found(text, caret, inThread) {
  const before = text.slice(0, caret)
  const hints = caret === text.length ? commands(text, inThread) : []
  if (hints.length) return { from: 0, items: hints.map((x) => ({ insert: x.insert, line: x.line, text: x.text, told: x.told })) }
  const m = /(^|[\s(（，。])([@#:])([\p{L}\p{N}._+-]*)$/u.exec(before)
  if (!m) return { items: [] }
  const q = m[3].toLowerCase(), from = caret - m[3].length - 1
  if (m[2] === '@') {
    return { from, items: live.people.filter((p) => !p.gone && (p.name + ' ' + p.real).toLowerCase().includes(q)).slice(0, 12).map((p) => ({ insert: `@${p.name} `, line: p.real, text: '@' + p.name, face: p.id })) }
  }
  if (m[2] === '#') return { from, items: (live.channels || []).filter((c) => c.name && c.name.toLowerCase().includes(q)).slice(0, 12).map((c) => ({ insert: `#${c.name} `, line: '#' + c.name, text: '' })) }
  if (q.length < 2) return { items: [] }
  return { from, items: [...emoji].filter(([name]) => name.includes(q)).slice(0, 12).map(([name, sign]) => ({ insert: `:${name}: `, line: `${sign}  :${name}:`, text: '' })) }
}

// Composer is the composer of a channel, or of a thread if inThread is true.
export class Composer {
  constructor(inThread, messages, pane) {
    this.inThread = inThread
    this.messages = messages
    const id = 'hints' + ++count
    this.list = h('ul', { class: 'hints', role: 'listbox', id, hidden: true, 'aria-label': say('suggestions') })
    this.text = h('textarea', {
      rows: 1, class: 'write', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id, spellcheck: 'false', maxlength: 12000,
      oninput: () => this.changed(), onkeydown: (e) => this.key(e), onblur: () => this.hide(), onclick: () => this.look(),
      onpaste: (e) => e.clipboardData.files.length && this.tray.add([...e.clipboardData.files]),
    })
    this.button = h('button', { type: 'button', class: 'send', 'aria-label': say('send'), disabled: true, onclick: () => this.send() }, icon('send'))
    this.note = h('div', { class: 'composer-note', hidden: true })
    this.draft = { text: '', files: [] }
    this.tray = tray({ box: this.draft, label: say('attached'), changed: () => this.fit() })
    this.box = h('div', { class: 'box' }, this.tray.list, h('button', { type: 'button', class: 'iconic attach', 'aria-label': say('attach'), title: say('attach'), onclick: () => this.tray.choose() }, icon('clip')), this.text, this.button, this.tray.chooser)
    this.node = h('div', { class: 'composer' }, this.list, this.box, this.note)
    takes(pane, () => say('drop', { name: this.name }), (files) => this.box.hidden || this.tray.add(files))
    this.found = { items: [] }
  }

  spot() {
    return [place.as, place.channel, this.inThread ? place.thread : ''].join('/')
  }

  // arrive shows the draft of a place with this name.
  arrive(name, label) {
    const c = channel(place.channel)
    this.name = name
    if (!drafts.has(this.spot())) drafts.set(this.spot(), { text: sessionStorage.getItem('draft:' + this.spot()) || '', files: [] })
    this.draft = drafts.get(this.spot())
    this.text.placeholder = label
    this.text.setAttribute('aria-label', label)
    this.box.hidden = Boolean(c?.archived)
    this.note.hidden = !c?.archived
    this.note.textContent = say('archived')
    this.hide()
    this.show()
  }

  // fill inserts a text for the person to send.
  fill(words) {
    this.text.value = words
    this.keep()
    this.fit()
    this.text.focus()
    this.text.setSelectionRange(words.length, words.length)
    this.look()
  }

  keep() {
    this.draft.text = this.text.value
    sessionStorage.setItem('draft:' + this.spot(), this.draft.text)
  }

  fit() {
    this.text.style.height = ''
    if (this.text.value) this.text.style.height = Math.min(this.text.scrollHeight, 220) + 'px'
    this.button.disabled = !this.text.value.trim() && !this.draft.files.length
  }

  changed() {
    this.keep()
    this.fit()
    this.look()
  }

  look() {
    this.found = live.kit ? found(this.text.value, this.text.selectionStart, this.inThread) : { items: [] }
    this.active = this.found.items[0]?.told ? -1 : 0
    if (!this.found.items.length) return this.hide()
    put(this.list, [...this.found.items.map((it, i) => h('li', { role: 'option', id: `${this.list.id}-${i}`, class: it.told ? 'usage' : null, onmousedown: (e) => { e.preventDefault(); this.take(i) } },
      it.face ? avatar(it.face) : null, h('b', {}, it.line), it.text ? h('span', {}, it.text) : null)), this.found.items[0].told ? null : h('li', { class: 'foot', role: 'presentation' }, say('keys'))])
    this.list.hidden = false
    this.text.setAttribute('aria-expanded', 'true')
    this.point(this.active)
  }

  point(i) {
    this.active = i
    ;[...this.list.querySelectorAll('[role=option]')].forEach((li, k) => {
      li.setAttribute('aria-selected', String(k === i))
      if (k === i) li.scrollIntoView({ block: 'nearest' })
    })
    if (i >= 0) this.text.setAttribute('aria-activedescendant', `${this.list.id}-${i}`)
    else this.text.removeAttribute('aria-activedescendant')
  }

  hide() {
    this.list.hidden = true
    this.found = { items: [] }
    this.text.setAttribute('aria-expanded', 'false')
    this.text.removeAttribute('aria-activedescendant')
  }

  take(i) {
    const it = this.found.items[i]
    if (!it || it.told) return
    const caret = this.text.selectionStart
    const before = this.text.value.slice(0, this.found.from) + it.insert
    this.text.value = before + this.text.value.slice(caret)
    this.text.setSelectionRange(before.length, before.length)
    this.changed()
  }

  key(e) {
    if (e.isComposing) return
    const open = !this.list.hidden && this.active >= 0
    const n = this.found.items.length
    if (open && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) this.point((this.active + (e.key === 'ArrowDown' ? 1 : -1) + n) % n)
    else if (open && e.key === 'Tab' && !e.shiftKey) this.take(this.active)
    else if (!this.list.hidden && e.key === 'Escape') this.hide()
    else if (e.key === 'Enter' && !e.shiftKey) {
      const whole = open && this.found.items.some((it) => it.insert.trim().toLowerCase() === this.text.value.trim().toLowerCase())
      if (open && !whole) this.take(this.active)
      else this.send()
    } else if (e.key === 'ArrowUp' && this.text.value === '') {
      const own = this.messages.lastOwn()
      if (!own) return
      this.messages.edit(own.ts)
    } else return
    e.preventDefault()
    e.stopPropagation()
  }

  async send() {
    const draft = this.draft, { files } = draft, text = draft.text.trim()
    if (!text && !files.length) return
    Object.assign(draft, { text: '', files: [] })
    this.hide()
    this.show()
    this.messages.stick = true
    this.button.setAttribute('aria-busy', 'true')
    const ok = await act('send', { channel: place.channel, thread: this.inThread ? place.thread : '', text, files: files.map((f) => f.id) })
    this.button.removeAttribute('aria-busy')
    if (ok || draft.text || draft.files.length) return
    Object.assign(draft, { text, files }) // restore the draft
    this.show()
  }

  // show draws the draft.
  show() {
    this.tray.open(this.draft)
    this.text.value = this.draft.text
    this.keep()
    this.fit()
  }
}
