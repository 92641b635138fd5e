// The top bar: the workspace's clock, and the buttons that show and hide panels.

import { h, icon, put } from './dom.js'
import { act, inspect, inspects, live, place } from './desk.js'
import { chinese, say, write } from './words.js'

let moving = false, form = ''

// face shows the time in the current person's zone.
function face() {
  const c = live.clock
  const at = new Date(c.minute * 1000)
  const f = (o) => write(at, { timeZone: c.zone, ...o })
  const zone = c.zone.split('/').pop().replaceAll('_', ' ')
  return [h('b', {}, f({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })), h('span', { class: 'date' }, f(chinese ? { month: 'long', day: 'numeric', weekday: 'short' } : { weekday: 'short', month: 'short', day: 'numeric' })), h('span', { class: 'zone' }, zone)]
}

// move moves the clock and returns whether that worked.
async function move(to) {
  if (moving) return
  moving = true
  drawBar(document.getElementById('bar'))
  await act('clock', to)
  moving = false
  drawBar(document.getElementById('bar'))
}

function stops() {
  const c = live.clock
  return c.stops.map((stop) => h('button', {
    type: 'button', class: 'stop' + (stop.label ? ' named' : ''), 'data-key': 'stop-' + (stop.id || stop.label),
    title: write(new Date(stop.at * 1000), { timeZone: c.zone, dateStyle: 'full', timeStyle: 'short' }),
    disabled: moving, onclick: () => move({ value: stop.at }),
  }, stop.label || say('clock.' + stop.id)))
}

// toDate is a button that opens a date field.
function toDate() {
  const field = h('input', { type: 'datetime-local', 'aria-label': say('clock.date'), value: live.clock.local })
  const popup = h('form', { id: 'to-date', class: 'popup todate', popover: 'auto', onsubmit: (e) => {
    e.preventDefault()
    popup.hidePopover()
    move({ text: field.value.slice(0, 16) })
  } }, h('label', {}, say('clock.date'), field), h('button', { type: 'submit', class: 'btn primary' }, say('clock.go')))
  popup.addEventListener('beforetoggle', (e) => {
    if (e.newState === 'open') field.value = live.clock.local
  })
  return [h('button', { type: 'button', class: 'stop', popovertarget: 'to-date', 'data-key': 'stop-to', 'aria-label': say('clock.to'), title: say('clock.to'), disabled: moving }, icon('calendar')), popup]
}

export function drawBar(node) {
  if (!live.clock || !live.kit) return
  const open = document.body.dataset.tour === 'open'
  const next = JSON.stringify([live.clock.minute, live.clock.zone, live.clock.stops.map((x) => x.label || x.id), place.as, moving, inspects(), open, live.tour.map((x) => x.done), chinese])
  const clockOpen = document.getElementById('to-date')?.matches(':popover-open')
  if (next === form || clockOpen) return
  form = next
  const key = document.activeElement?.dataset.key
  const done = live.tour.filter((x) => x.done).length
  put(node, [
    h('button', { type: 'button', class: 'iconic burger', 'aria-label': say('menu'), 'data-key': 'burger', onclick: () => document.body.classList.toggle('drawer') }, icon('menu')),
    h('div', { class: 'clock' + (moving ? ' moving' : ''), role: 'group', 'aria-label': say('clock') }, h('span', { class: 'face', 'aria-live': 'polite' }, icon('clock'), moving ? h('span', {}, say('clock.moving')) : face()),
      live.clock.moves ? h('span', { class: 'stops' }, stops(), toDate()) : null),
    h('div', { class: 'switches' },
      live.tour.length ? h('button', { type: 'button', class: 'switch', 'aria-pressed': String(open), 'data-key': 'tour', onclick: () => dispatchEvent(new Event('tour')) }, icon('flag'), h('span', {}, say('tour')), h('small', {}, `${done}/${live.tour.length}`)) : null,
      h('button', { type: 'button', class: 'switch', 'aria-pressed': String(inspects()), 'data-key': 'inspector', onclick: () => inspect(!inspects()) }, icon('pulse'), h('span', {}, say('inspector')))),
  ])
  if (key) node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus()
}
