// Shows the traffic between Slack and the app, and has switches for faults.

import { h, icon, put } from './dom.js'
import { act, inspect, inspects, live } from './desk.js'
import { say, write } from './words.js'

const stamp = (ms) => write(new Date(ms), { timeZone: live.clock?.zone || 'UTC', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }, 'en-GB')

let picked = '', parts = null
let aim = '*' // the method whose calls fail
const rows = new Map()

async function pick(kind, n) {
  picked = `${kind}/${n}`
  mark()
  const r = await fetch('/record/' + picked)
  if (picked !== `${kind}/${n}` || !parts) return
  put(parts.detail, r.ok ? whole(await r.json()) : [say('inspector.empty')])
  parts.detail.scrollTop = 0
}

// whole shows a call or an envelope in full, with attempts and answer.
function whole(d) {
  const json = (name, v) => v && h('details', { open: true }, h('summary', {}, say('inspector.' + name)), h('pre', {}, JSON.stringify(v, null, 2)))
  const deliveries = (d.attempts || []).map((a, i) => h('li', { class: a.acked_after ? 'acked' : null }, h('b', {}, i + 1), h('time', {}, stamp(Date.parse(a.at))), h('span', {}, [a.via, a.reason, a.copy && say('faults.twice')].filter(Boolean).join(' · ')),
    h('em', {}, a.acked_after ? say('inspector.acked', { ms: parseInt(a.acked_after, 10) }) : say('inspector.unacked'))))
  return [h('h4', {}, d.method || d.kind, ' ', h('small', {}, d.method ? (d.status || say('inspector.lost')) : d.type)),
    deliveries.length ? h('ol', { class: 'deliveries', 'aria-label': say('inspector.deliveries') }, deliveries) : null,
    json('sent', d.args || d.payload), json('answer', d.answer)]
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

// faults draws the switches. Faults of API calls apply to one method or to all.
function faults() {
  const f = live.faults || {}
  const cause = (action, count, method) => act('fault', { action, count, text: method })
  const ofCalls = ['lose_answer', 'rate_limit']
  const method = (name) => (ofCalls.includes(name) ? aim : '*')
  const counter = (name) => h('span', { class: 'fault', role: 'group', 'aria-label': say('faults.' + name) }, say('faults.' + name),
    [1, 10].map((n) => h('button', { type: 'button', 'data-key': name + n, onclick: () => cause(name, (f[name]?.[method(name)] || 0) + n, method(name)) }, '+' + n)),
    Object.entries(f[name] || {}).map(([m, n]) => h('button', { type: 'button', class: 'pending', 'aria-label': say('faults.stop', { name: say('faults.' + name), method: m === '*' ? '' : m }), onclick: () => cause(name, 0, m) },
      m === '*' ? null : m + ' ', say('faults.left', { n }), icon('close'))))
  return [
    h('span', { class: 'fault wide' }, h('label', { class: 'what' }, say('faults.calls'), h('select', { 'data-key': 'aim', onchange: (e) => { aim = e.target.value; parts.form = ''; drawFaults() } },
      ['*', ...live.kit.methods].map((m) => h('option', { value: m, selected: m === aim }, m === '*' ? say('faults.any') : m)))), ofCalls.map(counter)),
    h('span', { class: 'fault wide' }, h('span', { class: 'what' }, say('faults.events')), ['twice', 'lose_acks'].map(counter)),
    h('label', { class: 'fault' + (f.refuse ? ' on' : '') }, h('input', { type: 'checkbox', checked: Boolean(f.refuse), 'data-key': 'refuse', onchange: (e) => cause('refuse', e.target.checked ? 1 : 0) }), say('faults.refuse')),
    h('span', { class: 'fault' }, h('button', { type: 'button', 'data-key': 'disconnect', onclick: () => cause('disconnect') }, say('faults.disconnect')), h('button', { type: 'button', 'data-key': 'cut', onclick: () => cause('cut') }, say('faults.cut'))),
  ]
}

function drawFaults() {
  const next = JSON.stringify(live.faults)
  if (parts.form === next) return
  parts.form = next
  const key = document.activeElement?.dataset.key
  put(parts.faults, faults())
  if (key) parts.faults.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus()
}

export function drawInspector(node) {
  node.hidden = !inspects()
  if (node.hidden || !live.record) return
  if (!parts) {
    parts = { out: h('div', { class: 'lines' }), in: h('div', { class: 'lines' }), detail: h('div', { class: 'detail', tabindex: '0', role: 'region', 'aria-label': say('inspector.detail') }, say('inspector.pick')), faults: h('div', { class: 'faults', role: 'group', 'aria-label': say('faults') }), sockets: h('small', {}) }
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
  drawFaults()
}
