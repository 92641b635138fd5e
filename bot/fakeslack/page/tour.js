// The first steps, shown beside the chat and checked off when done.

import { h, icon, put } from './dom.js'
import { go, live } from './desk.js'
import { say } from './words.js'

let form = ''

const closed = () => localStorage.getItem('tour.closed') === 'yes'

export function toggleTour() {
  localStorage.setItem('tour.closed', closed() ? 'no' : 'yes')
}

// drawTour draws the steps. fill puts a step's text into the composer of its place.
export function drawTour(node, fill) {
  const open = live.tour.length > 0 && !closed()
  document.body.dataset.tour = open ? 'open' : ''
  node.hidden = !open
  const next = JSON.stringify(live.tour)
  if (!open || next === form) return
  form = next
  const upcoming = live.tour.find((x) => !x.done)
  node.setAttribute('aria-label', say('tour'))
  put(node, [
    h('header', {}, h('h2', {}, say('tour')), h('button', { type: 'button', class: 'iconic', 'aria-label': say('tour.hide'), onclick: () => dispatchEvent(new Event('tour')) }, icon('close'))),
    h('p', { class: 'hint' }, live.tour.some((x) => !x.done && !x.optional) ? say('tour.lead') : say('tour.all')),
    h('ol', {}, live.tour.map((step, i) => h('li', { class: (step.done ? 'done' : '') + (step === upcoming ? ' now' : ''), 'data-step': step.id },
      h('span', { class: 'mark', 'aria-hidden': 'true' }, step.done ? icon('check') : i + 1),
      h('div', {}, h('span', {}, step.text), step.optional ? h('span', { class: 'hint' }, say('tour.optional')) : null, step.done ? h('span', { class: 'sr' }, ' – ' + say('tour.done')) : null,
        !step.done && step.go?.text ? h('code', {}, step.go.text) : null,
        step === upcoming && step.go ? h('button', { type: 'button', class: 'btn small primary', onclick: () => lead(step.go, fill) }, say('tour.show')) : null)))),
  ])
}

function lead(to, fill) {
  const { as, channel, thread, text, clock } = to
  const target = {}
  if (as) target.as = as
  if (channel) Object.assign(target, { channel, thread: thread || '', tab: '' })
  go(target)
  if (clock) {
    const stop = document.querySelector('.bar .stop.named, .bar .stop') // the stops come in the order of the steps
    stop?.focus()
    stop?.classList.add('look')
    return
  }
  if (text) fill(text, Boolean(thread))
}
