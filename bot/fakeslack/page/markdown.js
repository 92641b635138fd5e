// Standard markdown of Slack's markdown block as elements: headings, lists and tasks,
// quotes, code, tables, rules, links. As in Slack, HTML stays text and an image becomes a
// link.

import { h } from './dom.js'
import { emoji } from './emoji.js'
import { grid } from './tables.js'
import { anchor, glyph, token } from './text.js'

const maxDepth = 10 // deeper nesting stays text

const fence = /^ {0,3}(`{3,}|~{3,})/
const heading = /^ {0,3}(#{1,6})(?:\s(.*))?$/
const rule = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/
const quote = /^ {0,3}> ?/
const item = /^( *)([-*+]|\d{1,9}[.)])(?: +|$)/
const under = /^ {0,3}(=+|-+) *$/
const aligns = /^ *\|? *:?-+:? *(\| *:?-+:? *)*\|? *$/
const begins = (line) => fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line) || item.test(line)

// markdown renders the text of a markdown block.
export const markdown = (text) => parse(text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n'), maxDepth)

function parse(lines, depth) {
  const out = []
  for (let i = 0; i < lines.length;) {
    const from = i, line = lines[i++]
    let m
    if (!line.trim()) continue
    if ((m = fence.exec(line))) {
      while (i < lines.length && !(lines[i].trim().startsWith(m[1]) && !lines[i].trim().replaceAll(m[1][0], ''))) i++
      out.push(h('pre', {}, lines.slice(from + 1, i++).join('\n')))
    } else if ((m = heading.exec(line))) {
      out.push(title(m[1].length, (m[2] || '').trim().replace(/ #+$/, '')))
    } else if (rule.test(line)) {
      out.push(h('hr'))
    } else if (depth && quote.test(line)) {
      while (i < lines.length && quote.test(lines[i])) i++
      out.push(h('blockquote', {}, parse(lines.slice(from, i).map((l) => l.replace(quote, '')), depth - 1)))
    } else if (depth && item.test(line)) {
      i = list(lines, from, depth - 1, out)
    } else if (line.includes('|') && aligns.test(lines[i] || '') && cells(line).length === cells(lines[i]).length) {
      const look = cells(lines[i++]).map((c) => (c.endsWith(':') ? (c.startsWith(':') ? 'center' : 'right') : 'left'))
      while (i < lines.length && lines[i].includes('|')) i++
      const rows = lines.slice(from + 2, i).map((l) => { const row = cells(l); return look.map((_, k) => inline(row[k] || '')) })
      out.push(grid(cells(line).join(', '), cells(line).map((c) => inline(c)), rows, (k) => look[k]))
    } else {
      while (i < lines.length && lines[i].trim() && !under.test(lines[i]) && !begins(lines[i])) i++
      const text = lines.slice(from, i).map((l) => l.trim()).join('\n')
      if (under.test(lines[i] || '')) out.push(title(lines[i++].includes('=') ? 1 : 2, text))
      else out.push(h('p', {}, inline(text)))
    }
  }
  return out
}

const title = (level, text) => h('h' + Math.min(level + 2, 6), { class: 'heading' }, inline(text))
const cells = (line) => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((c) => c.trim().replaceAll('\\|', '|'))
const spaces = (line) => line.length - line.trimStart().length

// list adds the list that starts at a line to out, and returns where it ends.
function list(lines, at, depth, out) {
  const kind = (m) => m[2].replace(/\d+/, '')
  const first = item.exec(lines[at])
  const rows = []
  for (let m; at < lines.length && (m = item.exec(lines[at])) && kind(m) === kind(first) && m[1].length < first[1].length + 2 && !rule.test(lines[at]);) {
    const edge = m[1].length + 2
    const own = [lines[at++].slice(m[0].length)]
    // An item includes the indented lines below it and lines that continue its text.
    for (; at < lines.length; at++) {
      const blank = !lines[at].trim()
      if (blank ? !(spaces(lines[at + 1] || '') >= edge && lines[at + 1].trim()) : spaces(lines[at]) < edge && (begins(lines[at]) || !own.at(-1).trim())) break
      own.push(lines[at].slice(Math.min(spaces(lines[at]), m[0].length)))
    }
    const task = /^\[([ xX])\] /.exec(own[0])
    if (task) own[0] = own[0].slice(4)
    rows.push(h('li', { class: task ? 'task' : null }, task ? h('input', { type: 'checkbox', disabled: true, checked: task[1] !== ' ', 'aria-label': own[0] }) : null, h('div', {}, parse(own, depth))))
    while (at < lines.length && !lines[at].trim() && item.test(lines[at + 1] || '')) at++
  }
  const ordered = /\d/.test(first[2])
  out.push(h(ordered ? 'ol' : 'ul', { start: ordered && parseInt(first[2], 10) !== 1 ? parseInt(first[2], 10) : null }, rows))
  return at
}

const tags = { '*': 'i', '**': 'b', _: 'i', __: 'b', '~~': 's' }
const word = /[\p{L}\p{N}]/u
const link = /\[((?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/y
const address = /https?:\/\/[^\s<>]*[^\s<>.,:;!?'"()\]*~`]/y
const angle = /<((?:https?:\/\/|mailto:|[@#!])[^<>\s]+)>/y
const named = /:([a-z0-9_+'-]+):/y

// inline renders the text of one block. Links cannot be nested.
function inline(text, depth = maxDepth, linked = false) {
  const out = [], missing = new Set()
  let plain = ''
  const add = (node, next) => {
    if (plain) out.push(plain)
    plain = ''
    out.push(node)
    i = next
  }
  const at = (pattern, from) => {
    pattern.lastIndex = from
    return pattern.exec(text)
  }
  let i = 0
  while (i < text.length) {
    const c = text[i]
    let m
    if (c === '\\' && /[!-/:-@[-`{-~]/.test(text[i + 1] || '')) {
      plain += text[i + 1]
      i += 2
    } else if (c === '\n') {
      add(h('br'), i + 1)
    } else if (c === '`') {
      const ticks = /`+/y
      ticks.lastIndex = i
      const run = ticks.exec(text)[0]
      const end = closingTicks(text, run, i + run.length)
      if (end > 0) add(h('code', {}, text.slice(i + run.length, end).replace(/^ (.*) $/, '$1')), end + run.length)
      else {
        plain += run
        i += run.length
      }
    } else if (c === '<' && (m = at(angle, i))) {
      add(token(m[1]), i + m[0].length)
    } else if (!linked && (c === '[' || (c === '!' && text[i + 1] === '[')) && (m = at(link, c === '!' ? i + 1 : i))) {
      add(anchor(m[2], c === '!' ? m[1] || m[2] : inline(m[1], depth, true)), i + m[0].length + (c === '!' ? 1 : 0))
    } else if (!linked && c === 'h' && !word.test(text[i - 1] || '') && (m = at(address, i))) {
      add(anchor(m[0]), i + m[0].length)
    } else if (c === ':' && (m = at(named, i)) && emoji.has(m[1])) {
      add(glyph(m[1]), i + m[0].length)
    } else if ('*_~'.includes(c)) {
      let size = 1
      while (text[i + size] === c) size++
      let n = depth && opens(text, i, size, c) ? Math.min(size, 3) : 0, end = -1
      while (n > 0 && (end = closes(text, c.repeat(n), i + n, missing)) < 0) n--
      if (n > 0) {
        const inside = inline(text.slice(i + n, end), depth - 1, linked)
        add(n === 3 ? h('b', {}, h('i', {}, inside)) : h(tags[c.repeat(n)], {}, inside), end + n)
      } else {
        plain += c.repeat(size)
        i += size
      }
    } else {
      plain += c
      i++
    }
  }
  if (plain) out.push(plain)
  return out
}

// opens reports whether a run of marks can start an emphasis.
const opens = (text, i, size, c) => /\S/.test(text[i + size] || ' ') && !(c === '_' && word.test(text[i - 1] || ''))

// closes finds the mark that ends an emphasis, and remembers if there is none.
function closes(text, mark, from, missing) {
  if (missing.has(mark) || (mark[0] === '~' && mark !== '~~')) return -1
  const c = mark[0]
  for (let j = from; j < text.length; j++) {
    if (text[j] === '\\') j++
    else if (text[j] === '`') {
      const end = text.indexOf('`', j + 1)
      if (end > 0) j = end
    } else if (text[j] === c) {
      let size = 1
      while (text[j + size] === c) size++
      const end = j + size - mark.length // the last mark of a run closes the outermost emphasis
      if (j > from && /\S/.test(text[j - 1]) && (size === mark.length || size === 3) && end >= from && !(c === '_' && word.test(text[j + size] || ''))) return end
      j += size - 1
    }
  }
  missing.add(mark)
  return -1
}

function closingTicks(text, run, from) {
  for (let j = text.indexOf(run, from); j >= 0; j = text.indexOf(run, j)) {
    let size = 0
    while (text[j + size] === '`') size++
    if (size === run.length) return j
    j += size
  }
  return -1
}
