// What goes between Slack and the app, and switches that make trouble on the way.

import { h, icon, put } from './dom.js'
import { act, inspect, inspects, live } from './desk.js'
import { say, write } from './words.js'

const stamp = (ms) => write(new Date(ms), { timeZone: live.clock?.zone || 'UTC', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }, 'en-GB')

const countable = ['lose_answer', 'rate_limit', 'twice', 'lose_acks']
let picked = '', detail = null, parts = null
const rows = new Map()

async function pick(kind, n) {
  picked = `${kind}/${n}`
  mark()
  const r = await fetch('/record/' + picked)
  detail = r.ok ? await r.json() : null
  if (!parts) return
  parts.detail.textContent = detail ? JSON.stringify(detail, null, 2) : say('inspector.empty')
}

const mark = () => rows.forEach((row, key) => row.node.setAttribute('aria-current', String(key === picked)))

function call(c) {
  const state = c.status === 0 ? say('inspector.lost') : c.error || say('inspector.ok')
  return h('button', { type: 'button', class: 'line' + (c.error || c.status === 0 ? ' bad' : ''), onclick: () => pick('call', c.n) }, h('time', {}, stamp(c.at)), h('b', {}, c.method), h('span', {}, c.about), h('em', {}, state))
}

function envelope(e) {
  const state = e.error ? e.error : e.took !== undefined ? say('inspector.acked', { ms: e.took }) : say('inspector.waiting')
  return h('button', { type: 'button', class: 'line in' + (e.error ? ' bad' : '') + (e.done ? '' : ' open'), onclick: () => pick('envelope', e.n) }, h('time', {}, stamp(e.at)), h('b', {}, e.kind), h('span', {}, e.tries > 1 ? say('inspector.tries', { n: e.tries }) : e.type), h('em', {}, state))
}

function lines(kind, list, make) {
  return list.slice().reverse().map((it) => {
    const key = `${kind}/${it.n}`, form = JSON.stringify(it)
    const had = rows.get(key)
    if (had?.form === form) return had.node
    const node = make(it)
    node.setAttribute('aria-current', String(key === picked))
    rows.set(key, { form, node })
    return node
  })
}

function faults() {
  const f = live.faults || {}
  const cause = (action, count) => act('fault', { action, count })
  return [
    ...countable.map((name) => h('span', { class: 'fault' + (f[name] ? ' on' : ''), role: 'group', 'aria-label': say('faults.' + name) }, say('faults.' + name),
      f[name] ? h('small', {}, say('faults.left', { n: f[name] })) : null,
      h('button', { type: 'button', 'data-key': name + 1, onclick: () => cause(name, (f[name] || 0) + 1) }, '+1'), h('button', { type: 'button', 'data-key': name + 10, onclick: () => cause(name, (f[name] || 0) + 10) }, '+10'),
      f[name] ? h('button', { type: 'button', onclick: () => cause(name, 0) }, say('faults.off')) : null)),
    h('label', { class: 'fault' + (f.refuse ? ' on' : '') }, h('input', { type: 'checkbox', checked: Boolean(f.refuse), 'data-key': 'refuse', onchange: (e) => cause('refuse', e.target.checked ? 1 : 0) }), say('faults.refuse')),
    h('span', { class: 'fault' }, h('button', { type: 'button', 'data-key': 'disconnect', onclick: () => cause('disconnect') }, say('faults.disconnect')), h('button', { type: 'button', 'data-key': 'cut', onclick: () => cause('cut') }, say('faults.cut'))),
  ]
}

export function drawInspector(node) {
  node.hidden = !inspects()
  if (node.hidden || !live.record) return
  if (!parts) {
    parts = { out: h('div', { class: 'lines' }), in: h('div', { class: 'lines' }), detail: h('pre', { class: 'detail', tabindex: '0' }, say('inspector.pick')), faults: h('div', { class: 'faults', role: 'group', 'aria-label': say('faults') }), sockets: h('small', {}) }
    node.setAttribute('aria-label', say('inspector'))
    put(node, [
      h('header', {}, h('h2', {}, say('inspector')), parts.sockets, parts.faults, h('button', { type: 'button', class: 'iconic', 'aria-label': say('inspector.hide'), onclick: () => inspect(false) }, icon('close'))),
      h('div', { class: 'panes' }, h('section', {}, h('h3', {}, say('inspector.in')), parts.in), h('section', {}, h('h3', {}, say('inspector.out')), parts.out), parts.detail),
    ])
  }
  parts.sockets.textContent = say('inspector.sockets', { n: live.record.connections })
  put(parts.out, lines('call', live.record.calls, call))
  put(parts.in, lines('envelope', live.record.envelopes, envelope))
  if (rows.size > 1000) rows.clear()
  const next = JSON.stringify(live.faults)
  if (parts.form !== next) {
    parts.form = next
    const key = document.activeElement?.dataset.key
    put(parts.faults, faults())
    if (key) parts.faults.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus()
  }
}
