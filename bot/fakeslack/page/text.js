// Slack's text formats as elements: mrkdwn, plain text and rich_text blocks. All text from
// people and apps becomes text nodes; links may only be http(s) or mailto.

import { h } from './dom.js'
import { emoji } from './emoji.js'
import { channel, go, live, person, place } from './desk.js'
import { say, write } from './words.js'

const marks = { '*': 'b', _: 'i', '~': 's' }
const wordly = /[\p{L}\p{N}]/u

export function glyph(name) {
  const sign = emoji.get(name.split('::')[0])
  return sign ? h('span', { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' ') }, sign) : h('span', { class: 'noemoji' }, `:${name}:`)
}

export function anchor(url, ...label) {
  if (!/^(https?|mailto):/i.test(url)) return h('span', {}, label.length ? label : url)
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', class: 'link' }, label.length ? label : url)
}

function personLink(id) {
  const p = person(id)
  return h('span', { class: 'mention' + (id === place.as ? ' me' : ''), title: p?.real }, '@' + (p?.name || id))
}

function channelLink(id) {
  const c = channel(id)
  if (!c) return h('span', { class: 'mention' }, '#' + id)
  return h('button', { type: 'button', class: 'mention link', onclick: () => go({ channel: c.id }) }, '#' + c.name)
}

const decode = (t) => t.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')

// date renders a <!date^…> token or a date element.
function date(seconds, format, fallback) {
  const at = new Date(Number(seconds) * 1000)
  if (isNaN(at)) return fallback
  const timeZone = live.clock?.zone || 'UTC'
  const f = (o) => write(at, { timeZone, ...o })
  const forms = {
    date_num: () => f({ year: 'numeric', month: '2-digit', day: '2-digit' }), date: () => f({ dateStyle: 'long' }), date_long: () => f({ dateStyle: 'full' }),
    date_short: () => f({ dateStyle: 'medium' }), time: () => f({ timeStyle: 'short' }), time_secs: () => f({ timeStyle: 'medium' }),
  }
  return format.replace(/\{(\w+)\}/g, (whole, k) => (forms[k.replace('_pretty', '')] || (() => whole))())
}

// token renders the part between < and >: a person, a channel, a date or a link.
export function token(inner) {
  const [what, ...more] = inner.split('|')
  const label = more.length ? decode(more.join('|')) : ''
  if (what[0] === '@') return personLink(what.slice(1))
  if (what[0] === '#') return channelLink(what.slice(1))
  if (what.startsWith('!date^')) {
    const [, at, format, url] = what.split('^')
    const text = date(at, format || '', label)
    return url ? anchor(url, text) : text
  }
  if (what[0] === '!') return h('span', { class: 'mention all' }, label || '@' + what.slice(1).replace('subteam^', ''))
  return anchor(decode(what), label || decode(what))
}

// closing finds the mark on the same line that ends an emphasis started before from.
function closing(text, mark, from) {
  for (let i = from; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '`') return -1
    if (text[i] === mark && i > from && !/\s/.test(text[i - 1]) && !wordly.test(text[i + 1] || '')) return i
  }
  return -1
}

function inline(text) {
  const out = []
  let plain = ''
  const flush = () => {
    if (plain) out.push(decode(plain))
    plain = ''
  }
  for (let i = 0; i < text.length;) {
    const c = text[i]
    let m, end
    if (c === '\n') {
      flush()
      out.push(h('br'))
      i++
    } else if (c === '<' && (m = /^<([^<>\n]+)>/.exec(text.slice(i, i + 4000)))) {
      flush()
      out.push(token(m[1]))
      i += m[0].length
    } else if (c === '`' && (end = text.indexOf('`', i + 1)) > i + 1 && !text.slice(i, end).includes('\n')) {
      flush()
      out.push(h('code', {}, decode(text.slice(i + 1, end))))
      i = end + 1
    } else if (c === ':' && (m = /^:([a-z0-9_+'-]+(?:::[a-z0-9-]+)?):/.exec(text.slice(i, i + 100))) && emoji.has(m[1].split('::')[0])) {
      flush()
      out.push(glyph(m[1]))
      i += m[0].length
    } else if (marks[c] && !wordly.test(text[i - 1] || '') && text[i - 1] !== c && /[^\s]/.test(text[i + 1] || ' ') && (end = closing(text, c, i + 1)) > 0) {
      flush()
      out.push(h(marks[c], {}, inline(text.slice(i + 1, end))))
      i = end + 1
    } else {
      plain += c
      i++
    }
  }
  flush()
  return out
}

// mrkdwn renders Slack's own markup.
export function mrkdwn(text) {
  const out = []
  text.split(/```([\s\S]+?)```/).forEach((part, i) => {
    if (i % 2) {
      out.push(h('pre', {}, decode(part.replace(/^\n|\n$/g, ''))))
      return
    }
    let plain = [], quote = []
    const flush = () => {
      if (plain.length) out.push(...inline(plain.join('\n')))
      plain = []
    }
    const end = () => {
      if (quote.length) out.push(h('blockquote', {}, inline(quote.join('\n'))))
      quote = []
    }
    for (const line of part.split('\n')) {
      const m = /^(?:&gt;|>)\s?(.*)$/.exec(line)
      if (m) {
        flush()
        quote.push(m[1])
      } else {
        end()
        plain.push(line)
      }
    }
    flush()
    end()
  })
  return out
}

// plain renders text unchanged, with emoji.
export const plain = (text) => String(text).split(/(:[a-z0-9_+'-]+:)/).map((t, i) => (i % 2 && emoji.has(t.slice(1, -1)) ? glyph(t.slice(1, -1)) : t))

// object renders a text object.
export const object = (o) => (!o ? [] : o.type === 'mrkdwn' ? mrkdwn(o.text) : plain(o.text))

function leaf(e) {
  let node
  switch (e.type) {
    case 'text': node = e.text; break
    case 'link': node = anchor(e.url, e.text || e.url); break
    case 'emoji': node = glyph(e.name); break
    case 'user': node = personLink(e.user_id); break
    case 'channel': node = channelLink(e.channel_id); break
    case 'usergroup': node = h('span', { class: 'mention' }, '@' + e.usergroup_id); break
    case 'broadcast': node = h('span', { class: 'mention all' }, '@' + e.range); break
    case 'date': node = date(e.timestamp, e.format, e.fallback || ''); break
    case 'color': node = e.value; break
    default: node = say('unknown_block', { type: e.type })
  }
  for (const [style, tag] of [['code', 'code'], ['bold', 'b'], ['italic', 'i'], ['strike', 's'], ['underline', 'u'], ['highlight', 'mark']]) {
    if (e.style?.[style]) node = h(tag, {}, node)
  }
  return node
}

// rich renders a rich_text block.
export function rich(block) {
  return (block.elements || []).map((part) => {
    const inside = () => (part.elements || []).map(leaf)
    switch (part.type) {
      case 'rich_text_list': {
        const items = part.elements.map((item) => h('li', {}, (item.elements || []).map(leaf)))
        return h(part.style === 'ordered' ? 'ol' : 'ul', { class: 'indent' + (part.indent || 0), start: part.offset ? part.offset + 1 : null }, items)
      }
      case 'rich_text_quote': return h('blockquote', {}, inside())
      case 'rich_text_preformatted': return h('pre', {}, inside())
      default: return h('div', { class: 'rich' }, inside())
    }
  })
}
