// The sidebar: channels, the conversation with the app, and the people to act as.

import { h, icon, keeper, put } from './dom.js'
import { go, live, place } from './desk.js'
import { avatar } from './people.js'
import { say } from './words.js'

function row(c) {
  const here = c.id === place.channel
  const fresh = c.unread > 0 && !here
  const name = c.im ? live.people.find((p) => p.id === live.kit.bot)?.real || 'app' : c.name
  const about = [c.private && say('private'), c.shared && say('shared'), fresh && say('unread', { n: c.unread })].filter(Boolean).join(', ')
  return h('li', {}, h('button', { type: 'button', class: 'channel' + (here ? ' here' : '') + (fresh ? ' fresh' : '') + (c.archived ? ' archived' : ''), 'aria-current': here ? 'page' : null, 'data-channel': c.id, onclick: () => {
    go({ channel: c.id })
    document.body.classList.remove('drawer')
  } },
  c.im ? avatar(live.kit.bot) : icon(c.private ? 'lock' : c.shared ? 'link' : 'hash'), h('span', { class: 'name' }, name),
  about ? h('span', { class: 'sr' }, ' ' + about) : null,
  c.mentions > 0 && !here ? h('span', { class: 'badge', 'aria-hidden': 'true' }, c.mentions) : null))
}

function persona(p) {
  const here = p.id === place.as
  const about = p.label || [p.admin && say('admin'), p.guest && say('guest'), p.stranger && say('stranger')].filter(Boolean).join(', ') || '@' + p.name
  return h('button', { type: 'button', role: 'radio', class: 'persona' + (here ? ' here' : ''), 'aria-checked': String(here), tabindex: here ? '0' : '-1', 'data-person': p.id, title: say('act_as', { name: p.real }), onclick: () => become(p.id) },
    avatar(p.id), h('span', {}, h('b', {}, p.real), h('small', {}, about)))
}

// become switches to another person, in the same channel if they are in it.
function become(id) {
  go({ as: id, tab: '' })
  document.body.classList.remove('drawer')
}

const kept = keeper()
const keptRow = (c) => kept(c.id, JSON.stringify([c.name, c.unread, c.mentions, c.archived, c.id === place.channel]), () => row(c))
const keptPersona = (p) => kept(p.id, JSON.stringify([p, p.id === place.as]), () => persona(p))

// drawSide draws the changed parts.
let form = '', parts = null
export function drawSide(node) {
  if (!live.kit) return
  const cast = live.people.filter((p) => p.cast && !p.gone)
  const next = JSON.stringify([live.channels, cast, place.as, place.channel])
  if (next === form) return
  form = next
  const focused = document.activeElement?.dataset
  if (!parts) {
    parts = { channels: h('ul', { 'aria-labelledby': 'side-channels' }), direct: h('ul', { 'aria-labelledby': 'side-direct' }), cast: h('div', { role: 'radiogroup', 'aria-labelledby': 'side-cast', onkeydown: turn }) }
    put(node, [
      h('div', { class: 'team' }, h('b', {}, live.kit.team.name)),
      h('div', { class: 'rooms' }, h('h2', { id: 'side-channels' }, say('channels')), parts.channels, h('h2', { id: 'side-direct' }, say('direct')), parts.direct),
      h('div', { class: 'cast' }, h('h2', { id: 'side-cast' }, say('you_are')), parts.cast),
    ])
  }
  put(parts.channels, (live.channels || []).filter((c) => !c.im).map(keptRow))
  put(parts.direct, (live.channels || []).filter((c) => c.im).map(keptRow))
  put(parts.cast, cast.map(keptPersona))
  if (focused?.channel) node.querySelector(`[data-channel="${CSS.escape(focused.channel)}"]`)?.focus()
  if (focused?.person) node.querySelector('.persona.here')?.focus()
}

function turn(e) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key]
  if (!step) return
  e.preventDefault()
  const all = [...e.currentTarget.querySelectorAll('.persona')]
  const at = all.indexOf(document.activeElement)
  all[(at + step + all.length) % all.length].click()
}
