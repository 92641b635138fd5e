// Message lists of channels and threads. Only changed messages are redrawn, so that focus,
// open menus and scrolling stay.

import { h, icon, put } from './dom.js'
import { blocks } from './blocks.js'
import { act, go, live, person, place } from './desk.js'
import { emoji, quick } from './emoji.js'
import { card } from './files.js'
import { ask, menu } from './menu.js'
import { pick } from './picker.js'
import { avatar, day, dayKey, realName, time, when, whole } from './people.js'
import { glyph, mrkdwn } from './text.js'
import { say } from './words.js'

const pageSize = 60 // messages drawn first, and each time the visitor scrolls up
const groupSeconds = 300 // seconds; an author's messages within this time share a header

// typed converts encoded text back to the text as typed.
const typed = (wire) => wire.replace(/<@(\w+)>/g, (_, id) => '@' + (person(id)?.name || id)).replace(/<#\w+\|([^>]*)>/g, '#$1').replace(/<#(\w+)>/g, (_, id) => '#' + ((live.channels || []).find((c) => c.id === id)?.name || id))
  .replace(/<!(\w+)>/g, '@$1').replace(/<([^>|]+)(?:\|[^>]*)?>/g, '$1').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')

// Messages is the list of a channel, or of a thread if inThread is true.
export class Messages {
  constructor(inThread) {
    this.inThread = inThread
    this.cache = new Map() // timestamp -> {json, form, node}
    this.shown = pageSize
    this.editing = ''
    this.below = h('button', { type: 'button', class: 'below', hidden: true, onclick: () => this.toEnd() }, say('new_below'))
    this.list = h('div', { class: 'list', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', tabindex: '-1', onkeydown: (e) => this.key(e), onscroll: () => this.scrolled() })
    this.node = h('div', { class: 'scroller' }, this.list, this.below)
    // A list scrolled to the end stays at the end when heights change.
    const keep = () => this.stick && (this.list.scrollTop = this.list.scrollHeight)
    new ResizeObserver(keep).observe(this.list)
    this.list.addEventListener('load', keep, true)
  }

  // reset starts another channel or thread. newFrom is the timestamp read up to.
  reset(newFrom) {
    this.cache.clear()
    this.shown = pageSize
    this.editing = ''
    this.looked = new Map() // thread -> timestamp of the last reply seen
    this.newFrom = newFrom
    this.stick = true
    this.lastTS = ''
  }

  draw(map, head, refused = []) {
    this.map = map
    this.head = head
    this.refused = refused
    const all = [...map.values()]
    const visible = all.slice(-this.shown)
    const nodes = [all.length > visible.length || map.more ? this.earlier() : head]
    let last = null, fresh = false
    const notes = refused.slice()
    for (const m of visible) {
      while (notes.length && notes[0].ts < m.ts) nodes.push(this.refusal(notes.shift()))
      if (!last || dayKey(last.ts) !== dayKey(m.ts)) {
        nodes.push(this.divider('day' + dayKey(m.ts), day(m.ts), 'day'))
        last = null
      }
      if (!fresh && this.newFrom && m.ts > this.newFrom && m.user !== place.as) {
        fresh = true
        if (nodes.length > 2) nodes.push(this.divider('new', say('new'), 'fresh'))
        last = null
      }
      const short = last && last.user === m.user && !last.whisper === !m.whisper && m.ts - last.ts < groupSeconds && !m.gone && !last.replies && !(m.broadcast && !this.inThread)
      nodes.push(this.message(m, short))
      last = m
      if (this.inThread && m.replies) {
        const count = say('replies', { n: m.replies.count })
        nodes.push(this.divider('new-count', count, 'count'))
        last = null
      }
    }
    for (const note of notes) nodes.push(this.refusal(note))
    const grew = this.lastTS && all.length && all.at(-1).ts > this.lastTS
    this.lastTS = all.at(-1)?.ts
    this.list.setAttribute('aria-live', grew ? 'polite' : 'off') // existing messages are not announced
    put(this.list, nodes)
    for (const ts of this.cache.keys()) if (!map.has(ts) && !/^(day|new|ref)/.test(ts)) this.cache.delete(ts)
    if (this.stick || (grew && all.at(-1).user === place.as)) this.toEnd()
    else if (grew) this.below.hidden = false
    if (!this.stick) this.reach()
  }

  again() {
    if (this.map) this.draw(this.map, this.head, this.refused)
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight
    this.stick = true
    this.below.hidden = true
    // Messages that come into view may be higher than estimated.
    requestAnimationFrame(() => this.stick && (this.list.scrollTop = this.list.scrollHeight))
  }

  scrolled() {
    const l = this.list
    this.stick = l.scrollHeight - l.scrollTop - l.clientHeight < 60
    if (this.stick) this.below.hidden = true
    this.reach()
  }

  // reach draws more messages before the visitor scrolls to the first one.
  reach() {
    if (this.list.scrollTop < 300 && this.map && this.map.size > this.shown) this.more()
  }

  more() {
    const l = this.list, from = l.scrollHeight - l.scrollTop
    this.shown += pageSize
    this.stick = false
    this.again()
    l.scrollTop = l.scrollHeight - from
  }

  earlier() {
    return this.kept('day-earlier', '', () => h('button', { type: 'button', class: 'earlier', onclick: () => this.more() }, say('earlier')))
  }

  divider(key, text, kind) {
    return this.kept(key, text, () => h('div', { class: 'divider ' + kind, role: 'separator', 'aria-label': text }, h('span', {}, text)))
  }

  refusal(note) {
    return this.kept('ref' + note.ts, JSON.stringify(note), () => h('div', { class: 'refusal', role: 'note' }, h('b', {}, `${say('refused', { method: note.method })}: ${note.error}`),
      (note.messages || []).map((t) => h('code', {}, t))))
  }

  // kept returns the cached node of a message while its form is unchanged.
  kept(key, form, make) {
    const had = this.cache.get(key)
    if (had?.form === form) return had.node
    const node = make()
    this.cache.set(key, { form, node })
    return node
  }

  message(m, short) {
    const editing = this.editing === m.ts
    const fresh = this.hasNews(m)
    const form = `${m.json}|${short}|${editing}|${fresh}|${person(m.user)?.real}`
    const had = this.cache.get(m.ts)
    if (had?.form === form) return had.node
    const node = this.make(m, short, editing, fresh)
    // The focus stays on the same element of a redrawn message.
    const focused = had?.node.contains(document.activeElement) ? document.activeElement : null
    this.cache.set(m.ts, { form, node })
    if (focused) {
      const key = focused.dataset.key
      queueMicrotask(() => ([...node.querySelectorAll('[data-key]')].find((n) => n.dataset.key === key) || node).focus({ preventScroll: true }))
    }
    return node
  }

  // hasNews reports whether a thread has unseen replies.
  hasNews(m) {
    if (!m.replies || this.inThread) return false
    if (place.thread === m.ts) this.looked.set(m.ts, m.replies.latest)
    return Boolean(this.newFrom) && m.replies.latest > this.newFrom && m.replies.latest > (this.looked.get(m.ts) || '')
  }

  make(m, short, editing, fresh) {
    const author = person(m.user)
    const where = { channel: place.channel, ts: m.ts }
    const body = editing ? this.editor(m)
      : m.gone ? h('p', { class: 'gone' }, say('deleted'))
        : m.blocks?.length ? blocks(m.blocks, { where, values: m.values, narrow: this.inThread })
          : m.text ? h('div', { class: 'text' }, mrkdwn(m.text)) : null
    const stamp = h('time', { datetime: new Date(m.ts * 1000).toISOString(), title: whole(m.ts) }, time(m.ts))
    const headed = !short
    return h('article', { class: 'msg' + (short ? ' short' : '') + (m.whisper ? ' whisper' : '') + (editing ? ' editing' : ''), tabindex: '-1', 'data-ts': m.ts, 'aria-label': `${realName(m.user)}, ${when(m.ts)}${m.whisper ? ', ' + say('only_you') : ''}` },
      m.whisper ? h('div', { class: 'only' }, icon('eye'), say('only_you')) : null,
      m.broadcast && !this.inThread ? h('div', { class: 'only' }, icon('reply'), h('button', { type: 'button', class: 'linkish', onclick: () => go({ thread: m.thread }) }, say('broadcast'))) : null,
      headed ? avatar(m.user) : h('span', { class: 'gutter' }, stamp),
      h('div', { class: 'body' },
        headed ? h('div', { class: 'who' }, h('b', {}, realName(m.user)), author?.bot ? h('span', { class: 'tag' }, say('app')) : null,
          author?.stranger ? h('span', { class: 'tag out' }, say('stranger')) : null, stamp) : null,
        h('div', { class: 'content' }, body, m.edited && !editing ? h('small', { class: 'edited' }, say('edited')) : null),
        (m.files || []).map(card),
        this.reactions(m), this.threadLine(m, fresh),
        m.whisper ? h('button', { type: 'button', class: 'linkish', onclick: () => act('delete', where) }, say('dismiss')) : null),
      editing || m.gone ? null : this.tools(m))
  }

  reactions(m) {
    if (!m.reactions) return null
    return h('div', { class: 'reactions' }, m.reactions.map((r) => {
      const mine = r.users.includes(place.as)
      return h('button', { type: 'button', class: mine ? 'mine' : null, 'aria-pressed': String(mine), 'data-key': 'r-' + r.name, title: say('reacted', { names: r.users.map(realName).join(', '), emoji: `:${r.name}:` }),
        onclick: () => this.turn(m, r.name) }, glyph(r.name), ' ', r.users.length)
    }))
  }

  threadLine(m, fresh) {
    if (!m.replies || this.inThread) return null
    return h('button', { type: 'button', class: 'threadline', 'data-key': 'thread', onclick: () => go({ thread: m.ts }) },
      m.replies.users.slice(0, 4).map(avatar), h('b', {}, say('replies', { n: m.replies.count })), fresh ? h('i', { class: 'dot', title: say('new') }) : null, h('span', {}, say('last_reply', { when: when(m.replies.latest) })))
  }

  tools(m) {
    const canThread = !this.inThread && !m.whisper
    const button = (name, label, action) => h('button', { type: 'button', 'aria-label': label, title: label, 'data-key': 't-' + name, onclick: (e) => action(e.currentTarget) }, icon(name))
    const fast = (name) => h('button', { type: 'button', class: 'emoji', 'aria-label': say('react_with', { emoji: name.replaceAll('_', ' ') }), title: say('react_with', { emoji: `:${name}:` }), 'data-key': 't-' + name, onclick: () => this.turn(m, name) }, emoji.get(name))
    return h('div', { class: 'tools', role: 'toolbar', 'aria-label': say('tools') },
      m.whisper ? null : quick.slice(0, 3).map(fast),
      m.whisper ? null : button('smile', say('react'), (at) => this.react(m, at)),
      canThread ? button('reply', say('reply'), () => go({ thread: m.thread && m.thread !== m.ts ? m.thread : m.ts })) : null,
      button('more', say('more'), (at) => this.actions(m, at)))
  }

  react(m, at) {
    pick(at, (name) => this.turn(m, name))
  }

  // turn adds or removes the person's reaction.
  turn(m, name) {
    const mine = m.reactions?.find((r) => r.name === name)?.users.includes(place.as)
    act(mine ? 'unreact' : 'react', { channel: place.channel, ts: m.ts, emoji: name })
  }

  actions(m, at) {
    const items = []
    const mine = m.user === place.as
    if (!m.whisper && live.kit.shortcuts.length) {
      items.push({ head: say('shortcuts') }, ...live.kit.shortcuts.map((sc) => ({ label: sc.line, title: sc.text, icon: 'bolt', do: () => act('shortcut', { action: sc.insert, channel: place.channel, ts: m.ts }) })))
    }
    if (mine) items.push({ label: say('edit'), icon: 'pen', do: () => this.edit(m.ts) }, { label: say('delete'), icon: 'bin', danger: true, do: () => this.remove(m) })
    if (m.whisper) items.push({ label: say('dismiss'), icon: 'close', do: () => act('delete', { channel: place.channel, ts: m.ts }) })
    if (items.length) menu(at, items, say('more'))
  }

  edit(ts) {
    this.editing = ts
    this.again()
    this.cache.get(ts)?.node.querySelector('textarea')?.focus()
  }

  async remove(m) {
    const sure = await ask({ title: { text: say('delete') }, text: { text: say('delete_sure') }, confirm: { text: say('delete') }, deny: { text: say('cancel') }, style: 'danger' })
    if (sure) await act('delete', { channel: place.channel, ts: m.ts })
  }

  editor(m) {
    const text = h('textarea', { rows: 2, 'aria-label': say('edit'), value: typed(m.text) })
    const done = () => {
      this.editing = ''
      this.again()
    }
    const save = async () => {
      if (await act('edit', { channel: place.channel, ts: m.ts, text: text.value })) done()
    }
    text.addEventListener('keydown', (e) => {
      if (e.isComposing) return
      if (e.key === 'Escape') done()
      else if (e.key === 'Enter' && !e.shiftKey) {
        e.preventDefault()
        save()
      }
      e.stopPropagation()
    })
    return h('div', { class: 'editor' }, text, h('footer', {}, h('button', { type: 'button', class: 'btn', onclick: done }, say('cancel')), h('button', { type: 'button', class: 'btn primary', onclick: save }, say('save'))))
  }

  // key moves between messages and acts on the focused one.
  key(e) {
    const row = e.target.closest?.('.msg')
    if (e.target !== row && e.target !== this.list) return
    const rows = [...this.list.querySelectorAll('.msg')]
    const at = rows.indexOf(row)
    const m = row && this.map.get(row.dataset.ts)
    const to = { ArrowDown: rows[at + 1], ArrowUp: at < 0 ? rows.at(-1) : rows[at - 1], Home: rows[0], End: rows.at(-1) }[e.key]
    if (to) to.focus()
    else if (m && (e.key === 'Enter' || e.key === 't') && !this.inThread && !m.whisper) go({ thread: m.thread && m.thread !== m.ts ? m.thread : m.ts })
    else if (m && e.key === 'e' && m.user === place.as) this.edit(m.ts)
    else if (m && e.key === 'r' && !m.whisper) this.react(m, row.querySelector('[data-key=t-smile]'))
    else if (m && e.key === 'm') this.actions(m, row.querySelector('.tools button:last-child'))
    else return
    e.preventDefault()
  }

  // lastOwn returns the person's latest message, to edit it.
  lastOwn() {
    return [...(this.map?.values() || [])].reverse().find((m) => m.user === place.as && !m.gone && !m.whisper)
  }
}
