// The page: creates its parts and redraws those that changed.

import { h, icon, put } from './dom.js'
import { act, channel, drawn, go, inspects, live, person, place } from './desk.js'
import { blocks } from './blocks.js'
import { drawBar } from './bar.js'
import { Composer } from './composer.js'
import { drawInspector } from './inspector.js'
import { Messages } from './messages.js'
import { drawModal } from './modal.js'
import { avatar, realName } from './people.js'
import { drawSide } from './sidebar.js'
import { drawTour, toggleTour } from './tour.js'
import { say } from './words.js'

const at = (id) => document.getElementById(id)
const small = () => matchMedia('(max-width: 720px)').matches
const list = new Messages(false), side = new Messages(true)
const composer = new Composer(false, list, at('main')), answer = new Composer(true, side, at('thread'))
let shown = '', shownThread = '', homeForm = '', opened = '', waiting = null, arriving = false

const head = h('header', { class: 'head' })
const home = h('div', { class: 'home', hidden: true, tabindex: '0' })
const threadHead = h('header', { class: 'head' })
at('main').append(head, list.node, home, composer.node)
at('thread').append(threadHead, side.node, answer.node)
at('side').setAttribute('aria-label', say('channels'))
document.body.prepend(h('button', { type: 'button', class: 'skip', onclick: () => list.list.querySelector('.msg:last-of-type')?.focus() }, say('skip')))

const nameOf = (c) => (c.im ? realName(live.kit.bot) : '#' + c.name)

function drawHead(c) {
  const tab = (id, label) => h('button', { type: 'button', role: 'tab', 'aria-selected': String((place.tab || 'messages') === id), onclick: () => go({ tab: id === 'messages' ? '' : id, thread: '' }) }, label)
  put(head, [
    h('h1', {}, c.im ? avatar(live.kit.bot) : icon(c.private ? 'lock' : c.shared ? 'link' : 'hash'), c.im ? realName(live.kit.bot) : c.name),
    c.im ? h('div', { class: 'tabs', role: 'tablist' }, tab('messages', say('messages')), tab('home', say('home'))) : h('span', { class: 'about' }, say('members', { n: c.members }), c.shared ? ' · ' + say('shared') : ''),
  ])
}

// beginning is shown above the first message.
const beginning = (c) => h('div', { class: 'beginning' }, c.im ? avatar(live.kit.bot) : h('span', { class: 'big' }, icon(c.private ? 'lock' : c.shared ? 'link' : 'hash')), h('p', {}, c.im ? say('empty_im', { name: nameOf(c) }) : say('empty', { name: nameOf(c) })))
let began = null

function drawMain() {
  const c = channel(place.channel)
  if (!c || !live.kit) return
  const key = `${place.as}/${c.id}`
  if (key !== shown) {
    shown = key
    began = beginning(c)
    list.reset(c.unread || c.mentions ? c.read : '')
    composer.arrive(nameOf(c), say('write_to', { name: nameOf(c) }))
    put(list.list, [])
    document.title = `${nameOf(c)} – ${live.kit.team.name}`
    arriving = true
  }
  const tab = c.im && place.tab === 'home'
  list.node.hidden = composer.node.hidden = tab
  home.hidden = !tab
  if (tab) drawHome()
  else if (live.ready) {
    list.draw(live.list, began, live.refused || [])
    const from = document.activeElement
    if (arriving && !small() && (from === document.body || from.closest('.channel'))) composer.text.focus()
    arriving = false
    seen(c)
  }
}

function drawHome() {
  if (opened !== place.as) {
    opened = place.as
    act('home', {})
  }
  const next = JSON.stringify(live.home) + place.as
  if (next === homeForm) return
  homeForm = next
  put(home, live.home ? blocks(live.home.blocks, { where: { view: live.home.id }, values: live.home.values }) : [h('p', { class: 'hint' }, say('home_empty'))])
}

function drawThread() {
  const open = Boolean(place.thread)
  at('thread').hidden = !open
  document.body.classList.toggle('threaded', open)
  if (!open) {
    shownThread = ''
    return
  }
  const c = channel(place.channel)
  const key = `${place.as}/${place.channel}/${place.thread}`
  if (c && key !== shownThread) {
    shownThread = key
    at('thread').setAttribute('aria-label', say('thread'))
    put(threadHead, [h('h2', {}, say('thread'), h('small', {}, nameOf(c))), h('button', { type: 'button', class: 'iconic', 'aria-label': say('close_thread'), onclick: () => go({ thread: '' }) }, icon('close'))])
    side.reset('')
    put(side.list, [])
    answer.arrive(say('thread'), say('write_reply'))
    if (!small()) answer.text.focus()
  }
  if (live.side.size) side.draw(live.side, null)
}

// seen reports to the server that the messages on screen were read.
let told = ''
function seen(c) {
  const last = [...live.list.values()].at(-1)?.ts || ''
  const newest = c.latest > last ? c.latest : last
  const key = `${place.as}/${c.id}/${newest}`
  if (!newest || key === told || document.hidden || !(c.unread || c.mentions)) return
  told = key
  act('read', { channel: c.id, ts: newest }, true)
}

// fill puts text into the composer once its place is drawn.
function fill(words, inThread) {
  waiting = { words, inThread, key: `${place.as}/${place.channel}` }
  settle()
}
function settle() {
  if (!waiting || shown !== waiting.key || (waiting.inThread && !shownThread)) return
  const { words, inThread } = waiting
  waiting = null
  ;(inThread ? answer : composer).fill(words)
}

let fading
function tellAll(text) {
  clearTimeout(fading)
  at('told').textContent = text
  at('told').classList.add('on')
  fading = setTimeout(() => at('told').classList.remove('on'), 7000)
}

drawn((parts, text) => {
  if (parts.has('told')) return tellAll(text)
  if (parts.has('lost')) return tellAll(say('lost'))
  if (parts.has('back')) return at('told').classList.remove('on')
  if (!person(place.as)) return
  const has = (...names) => names.some((n) => parts.has(n))
  const c = channel(place.channel)
  if (has('tour', 'place')) drawTour(at('tour'), fill)
  if (has('clock', 'place', 'tour', 'kit', 'panel')) drawBar(at('bar'))
  drawSide(at('side'))
  if (c && has('channels', 'place', 'people', 'kit')) drawHead(c)
  if (has('list', 'place', 'channels', 'home', 'refused', 'people')) drawMain()
  if (has('side', 'place', 'channels', 'people')) drawThread()
  if (has('views', 'place')) drawModal()
  if (has('record', 'faults', 'place')) drawInspector(at('inspector'))
  if (waiting) settle()
  document.body.classList.toggle('inspecting', inspects())
})

addEventListener('tour', () => {
  toggleTour()
  drawTour(at('tour'), fill)
  drawBar(at('bar'))
})

addEventListener('visibilitychange', () => {
  const c = channel(place.channel)
  if (c && !document.hidden) seen(c)
})

addEventListener('keydown', (e) => {
  if (e.key === 'Escape' && !e.defaultPrevented && !document.querySelector('dialog[open], :popover-open')) {
    if (document.body.classList.contains('drawer')) document.body.classList.remove('drawer')
    else if (place.thread) go({ thread: '' })
  }
  // F6 moves between the parts of the page, Alt with an arrow key between channels.
  if (e.key === 'F6') {
    e.preventDefault()
    const parts = ['.channel.here', '.main .msg:last-of-type', '.main .write', '.thread .write', '#tour .btn', '#inspector .line'].map((css) => document.querySelector(css)).filter((n) => n?.checkVisibility())
    const here = parts.findIndex((n) => n.closest('#side, .scroller, .composer, #tour, #inspector').contains(document.activeElement))
    parts.at((here + (e.shiftKey ? (here < 0 ? 0 : -1) : 1)) % parts.length).focus()
  }
  if (e.altKey && (e.key === 'ArrowDown' || e.key === 'ArrowUp') && live.channels) {
    e.preventDefault()
    const i = live.channels.findIndex((c) => c.id === place.channel), n = live.channels.length
    go({ channel: live.channels[(i + (e.key === 'ArrowDown' ? 1 : -1) + n) % n].id })
  }
})
addEventListener('click', (e) => {
  if (document.body.classList.contains('drawer') && !e.target.closest('#side, .burger')) document.body.classList.remove('drawer')
})
