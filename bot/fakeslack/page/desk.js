// The page's state: the visitor's place, the data from the server (live), and the two
// connections to it: the event stream and act.

import { say } from './words.js'

// live holds the latest data. The stream replaces its parts.
export const live = {
  kit: null, people: [], clock: null, tour: [], channels: null, views: [], home: null,
  refused: [], record: null, faults: null, list: new Map(), side: new Map(), ready: false,
}

// place is what the page shows. It is kept in the URL, so that reload and back work.
export const place = { as: '', channel: '', thread: '', tab: '' }

const drawers = []
let stream, inspecting = false, lost = null

// drawn registers fn, which is called with the names of changed parts.
export const drawn = (fn) => drawers.push(fn)

const redraw = (parts) => drawers.forEach((fn) => fn(new Set(parts)))

export const person = (id) => live.people.find((p) => p.id === id)
export const channel = (id) => (live.channels || []).find((c) => c.id === id)

function readAddress() {
  const q = new URLSearchParams(location.hash.slice(1))
  for (const k of Object.keys(place)) place[k] = q.get(k) || ''
}

function address() {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(place)) if (v) q.set(k, v)
  return '#' + q
}

// go moves to another person, channel, thread or tab. Parts that are not given stay where
// possible.
export function go(to) {
  const before = { ...place }
  if (to.as && to.as !== place.as) Object.assign(place, { thread: '', tab: '' })
  if (to.channel && to.channel !== place.channel) Object.assign(place, { thread: '', tab: '' })
  Object.assign(place, to)
  if (Object.keys(place).every((k) => place[k] === before[k])) return
  history.pushState(null, '', address())
  arrive(before)
}

function arrive(before) {
  if (before.as !== place.as) {
    Object.assign(live, { channels: null, views: [], home: null })
    localStorage.setItem('playground.as', place.as)
  }
  if (before.as !== place.as || before.channel !== place.channel) {
    live.list = new Map()
    live.ready = false
  }
  if (before.thread !== place.thread || before.channel !== place.channel || before.as !== place.as) live.side = new Map()
  if (['as', 'channel', 'thread'].some((k) => before[k] !== place[k])) listen()
  redraw(['place'])
}

// inspect switches the inspector's data on or off.
export function inspect(on) {
  inspecting = on
  listen()
  redraw(['place'])
}
export const inspects = () => inspecting

// merge applies a feed of messages: all of them, or the changes.
function merge(map, feed) {
  const out = feed.all ? new Map() : map
  for (const m of feed.changed || []) {
    m.json = JSON.stringify(m)
    out.set(m.ts, m)
  }
  for (const ts of feed.gone || []) out.delete(ts)
  const list = new Map([...out].sort((a, b) => (a[0] < b[0] ? -1 : 1)))
  list.more = feed.more // older messages will follow
  return list
}

function listen() {
  if (stream) stream.close()
  const q = new URLSearchParams({ as: place.as, channel: place.channel, thread: place.thread })
  if (inspecting) q.set('inspect', '1')
  stream = new EventSource('/stream?' + q)
  stream.onopen = () => {
    if (lost) redraw(['back'])
    lost = clearInterval(lost)
  }
  stream.onmessage = (event) => {
    const patch = JSON.parse(event.data)
    for (const [part, value] of Object.entries(patch)) {
      if (part === 'place') continue
      if (part === 'list' || part === 'side') live[part] = merge(live[part], value)
      else live[part] = value ?? (part === 'tour' ? [] : value)
    }
    if (patch.list) live.ready = true
    if (patch.place) {
      Object.assign(place, { thread: '', tab: '' }, patch.place)
      history.replaceState(null, '', address())
    }
    redraw(Object.keys(patch))
  }
  // After a restart the server has new tokens, so the page must be loaded again.
  stream.onerror = () => {
    if (lost) return
    redraw(['lost'])
    lost = setInterval(() => {
      fetch('/', { cache: 'no-store' }).then((r) => r.ok && lost && location.reload(), () => {})
    }, 1500)
  }
}

// act runs an action as the current person. It returns the result, or undefined after
// showing an error.
export async function act(action, body, quiet) {
  try {
    const r = await fetch('/do/' + action, {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ as: place.as, ...body }),
    })
    if (!r.ok) throw new Error((await r.text()).trim())
    const out = await r.json()
    if (out.notice || out.error) {
      if (!quiet) tell(out.notice ? say('notice.' + out.notice) : out.error)
      return undefined
    }
    return out.result === null || out.result === undefined ? true : out.result
  } catch (err) {
    if (!quiet) tell(err instanceof TypeError ? say('notice.unreachable') : err.message)
    return undefined
  }
}

// tell shows a temporary note, drawn by app.js.
export const tell = (text) => drawers.forEach((fn) => fn(new Set(['told']), text))

// Browsers allow six connections per server for all windows, so a hidden window closes its
// stream.
let leaving
addEventListener('visibilitychange', () => {
  clearTimeout(leaving)
  if (document.hidden) leaving = setTimeout(() => stream.close(), 5000)
  else if (stream.readyState === EventSource.CLOSED) listen()
})

// Start listening first: events arrive only after the page is set up.
readAddress()
place.as ||= localStorage.getItem('playground.as') || ''
listen()
addEventListener('popstate', () => {
  const before = { ...place }
  readAddress()
  arrive(before)
})
