// Avatars, names and times as the current person sees them.

import { h, s } from './dom.js'
import { live, person } from './desk.js'
import { chinese, say, write } from './words.js'

const hue = (id) => [...id].reduce((n, c) => (n * 31 + c.codePointAt(0)) % 997, 7) % 8

// initials returns two letters, or the last two characters of a Chinese name.
function initials(name) {
  if (/\p{Script=Han}/u.test(name)) return [...name.replace(/[^\p{Script=Han}]/gu, '')].slice(-2).join('')
  return name.split(/[\s._-]+/).filter(Boolean).slice(0, 2).map((w) => [...w][0].toUpperCase()).join('')
}

export function avatar(id) {
  const p = person(id)
  if (p?.bot) {
    return h('span', { class: 'avatar bot', 'aria-hidden': 'true' }, s('svg', { viewBox: '0 0 32 32' }, s('path', { d: 'M8 21l5.5-6 4 4L24 11' }), s('circle', { cx: 24, cy: 11, r: 2.6 })))
  }
  return h('span', { class: 'avatar a' + hue(id), 'aria-hidden': 'true' }, initials(p?.real || p?.name || id))
}

export const realName = (id) => person(id)?.real || person(id)?.name || (id === 'USLACKBOT' ? 'Slackbot' : id)

const format = (ts, options) => write(moment(ts), { timeZone: live.clock?.zone || 'UTC', ...options })

const moment = (ts) => new Date(Number(ts) * 1000)
export const time = (ts) => format(ts, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })
export const dayKey = (ts) => format(ts, { year: 'numeric', month: '2-digit', day: '2-digit' })
export const whole = (ts) => format(ts, { dateStyle: 'full', timeStyle: 'short' })

// day formats a date for a divider.
export function day(ts) {
  const now = live.clock?.minute || 0
  if (dayKey(ts) === dayKey(now)) return say('today')
  if (dayKey(ts) === dayKey(now - 86400)) return say('yesterday')
  return format(ts, chinese ? { month: 'long', day: 'numeric', weekday: 'long' } : { weekday: 'long', month: 'long', day: 'numeric' })
}

// when formats a moment within a sentence.
export function when(ts) {
  const text = day(ts)
  return text === say('today') ? time(ts) : `${text === say('yesterday') ? text.toLowerCase() : text} ${time(ts)}`
}
