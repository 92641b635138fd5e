// Block Kit's input elements. A field is {node, get}; get returns the value for the
// server: text, {text, value}, a list of these, or null.

import { h, icon } from './dom.js'
import { act, live } from './desk.js'
import { takes, tray } from './files.js'
import { ask, combobox, menu } from './menu.js'
import { object, plain } from './text.js'
import { say } from './words.js'

const option = (o) => ({ text: o.text.text, value: o.value, about: o.description?.text })
const all = (el) => [...(el.options || []).map(option), ...(el.option_groups || []).flatMap((g) => g.options.map((o) => ({ ...option(o), group: g.label.text })))]
const fits = (typed) => (o) => (o.text + ' ' + (o.about || '')).toLowerCase().includes(typed.trim().toLowerCase())
const peopleList = () => live.people.filter((p) => !p.gone).map((p) => ({ text: p.real, value: p.id, about: '@' + p.name }))
const channelList = () => (live.channels || []).filter((c) => !c.im).map((c) => ({ text: '#' + c.name, value: c.id }))

// standing returns an element's current value, or its initial one.
export function standing(el, state) {
  const pick = (now, first) => (state ? now : first)
  const kind = el.type.replace('multi_', '')
  const several = el.type.startsWith('multi_') || el.type === 'checkboxes'
  switch (kind) {
    case 'static_select': case 'external_select': case 'radio_buttons': case 'checkboxes': {
      if (!several) {
        const o = pick(state?.selected_option, el.initial_option)
        return o ? option(o) : null
      }
      return (pick(state?.selected_options, el.initial_options) || []).map(option)
    }
    case 'users_select': case 'channels_select': case 'conversations_select': {
      const noun = kind.split('s_')[0]
      const v = several ? pick(state?.[`selected_${noun}s`], el[`initial_${noun}s`]) || [] : [pick(state?.[`selected_${noun}`], el[`initial_${noun}`])].filter(Boolean)
      return revive(el, several ? v : v[0] || null)
    }
    case 'file_input': return (state?.files || []).map((f) => ({ text: f.name, value: f.id }))
    case 'datepicker': return pick(state?.selected_date, el.initial_date) || ''
    case 'timepicker': return pick(state?.selected_time, el.initial_time) || ''
    case 'datetimepicker': return pick(state?.selected_date_time, el.initial_date_time) || ''
    default: return pick(state?.value, el.initial_value) || ''
  }
}

// revive converts a value returned by get back for a field.
export function revive(el, v) {
  if (!/(users|channels|conversations)_select$/.test(el.type)) return v
  const find = (id) => [...peopleList(), ...channelList()].find((o) => o.value === id) || { text: id, value: id }
  return Array.isArray(v) ? v.map(find) : v && find(v)
}

// choosing creates menus. where is the element's place, for options from the app.
function choosing(el, opts) {
  const kind = el.type.replace('multi_', '')
  const several = el.type.startsWith('multi_')
  let search
  if (kind === 'static_select') search = (typed) => all(el).filter(fits(typed))
  else if (kind === 'users_select') search = (typed) => peopleList().filter(fits(typed))
  else if (kind === 'external_select') {
    const least = el.min_query_length ?? 3
    search = (typed) => (typed.length < least ? undefined : act('options', { ...opts.where, block: opts.block, action: el.action_id, text: typed }).then((v) => (Array.isArray(v) ? v : [])))
  } else search = (typed) => channelList().filter(fits(typed))
  const changed = (v) => opts.changed?.(plainValue(kind, v))
  const box = combobox({ ...opts, several, max: el.max_selected_items, slow: kind === 'external_select', search, placeholder: el.placeholder?.text, changed })
  return { node: box.node, get: () => plainValue(kind, box.get()) }
}

// plainValue reduces options to ids where the server takes no labels.
function plainValue(kind, v) {
  if (Array.isArray(v)) return v.map((o) => plainValue(kind, o))
  if (!v) return null
  return kind.endsWith('_select') && !/static|external/.test(kind) ? v.value : { text: v.text, value: v.value }
}

function ticks(el, { id, value, changed, labelledby, describedby }) {
  const radio = el.type === 'radio_buttons'
  const name = id || Math.random().toString(36).slice(2)
  const on = new Set((radio ? (value ? [value] : []) : value).map((o) => o.value))
  const boxes = el.options.map((o) => h('input', { type: radio ? 'radio' : 'checkbox', name, value: o.value, checked: on.has(o.value), onchange: () => changed?.(get()) }))
  const picked = () => el.options.filter((_, i) => boxes[i].checked).map((o) => ({ text: o.text.text, value: o.value }))
  const get = () => (radio ? picked()[0] || null : picked())
  const node = h('div', { class: 'ticks', id, role: radio ? 'radiogroup' : 'group', 'aria-labelledby': labelledby, 'aria-label': labelledby ? null : say('select'), 'aria-describedby': describedby },
    el.options.map((o, i) => h('label', {}, boxes[i], h('span', {}, object(o.text), o.description ? h('small', {}, object(o.description)) : null))))
  return { node, get }
}

// filing is the field for files. Its values are ids and names.
function filing(el, { id, value, changed, labelledby, describedby }) {
  const box = { files: (value || []).map((f) => ({ id: f.value, name: f.text })) }
  const get = () => box.files.map((f) => ({ text: f.name, value: f.id }))
  const held = tray({ box, max: el.max_files || 10, kinds: el.filetypes, label: say('attached'), changed: () => changed?.(get()) })
  const node = h('div', { class: 'filing' }, held.list, h('div', {}, h('button', { type: 'button', id, class: 'btn', 'aria-labelledby': `${labelledby} ${id}`, 'aria-describedby': describedby, onclick: held.choose }, icon('clip'), say('choose_files')),
    h('span', { class: 'hint' }, el.filetypes ? el.filetypes.map((k) => '.' + k).join(' ') : say('or_drop'))), held.chooser)
  takes(node, () => say('choose_files'), held.add)
  return { node, get }
}

const inputType = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local', number_input: 'text', email_text_input: 'email', url_text_input: 'url', plain_text_input: 'text' }

// field creates any element with a value.
export function field(el, opts) {
  if (el.type.includes('_select')) return choosing(el, opts)
  if (el.type === 'checkboxes' || el.type === 'radio_buttons') return ticks(el, opts)
  if (el.type === 'file_input') return filing(el, opts)
  const common = {
    id: opts.id, class: 'text', placeholder: el.placeholder?.text, 'aria-labelledby': opts.labelledby, 'aria-describedby': opts.describedby,
    'aria-label': opts.labelledby ? null : el.placeholder?.text || say(inputType[el.type] || 'text'), maxlength: el.max_length || (el.type === 'plain_text_input' ? 3000 : null), value: String(opts.value ?? ''),
  }
  let node
  if (el.multiline) node = h('textarea', { rows: 4, ...common })
  else node = h('input', { type: inputType[el.type] || 'text', inputmode: el.type === 'number_input' ? 'decimal' : null, autocomplete: 'off', ...common })
  const moment = el.type === 'datetimepicker'
  if (moment && opts.value) node.value = localText(Number(opts.value))
  const get = () => (node.value === '' ? null : moment ? localSeconds(node.value) : node.value)
  node.addEventListener('input', () => opts.typed?.())
  node.addEventListener('change', () => opts.changed?.(get()))
  return { node, get, spelled: true } // typed reports each keystroke
}

// zoneShift returns the offset of the shown zone from UTC at a moment, in ms.
function zoneShift(ms) {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: live.clock?.zone || 'UTC', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(new Date(ms))
  const n = Object.fromEntries(parts.map((p) => [p.type, Number(p.value)]))
  return Date.UTC(n.year, n.month - 1, n.day, n.hour, n.minute, n.second) - Math.floor(ms / 1000) * 1000
}
const localText = (seconds) => new Date(seconds * 1000 + zoneShift(seconds * 1000)).toISOString().slice(0, 16)
function localSeconds(text) {
  const utc = Date.parse(text + ':00Z')
  return String(Math.round((utc - zoneShift(utc - zoneShift(utc))) / 1000))
}

async function sure(el) {
  return !el.confirm || ask({ ...el.confirm, node: object(el.confirm.text) })
}

const visit = (url) => /^https?:/i.test(url || '') && open(url, '_blank', 'noopener,noreferrer')

// element creates an interactive element outside of input blocks.
export function element(el, { where, block, state, key }) {
  const place = { ...where, block, action: el.action_id }
  if (el.type === 'button') {
    const node = h('button', {
      type: 'button', class: 'btn ' + (el.style || ''), 'aria-label': el.accessibility_label, 'data-key': key,
      onclick: async () => {
        if (node.getAttribute('aria-busy') || !(await sure(el))) return
        node.setAttribute('aria-busy', 'true')
        visit(el.url)
        await act('click', place)
        node.removeAttribute('aria-busy')
      },
    }, plain(el.text.text))
    return node
  }
  const choose = async (value, url) => {
    if (!(await sure(el))) return
    visit(url)
    await act('choose', { ...place, value })
  }
  if (el.type === 'overflow') {
    const node = h('button', { type: 'button', class: 'btn over', 'aria-label': say('options'), 'aria-haspopup': 'menu', 'data-key': key, onclick: () => menu(node, el.options.map((o) => ({ label: plain(o.text.text), do: () => choose({ text: o.text.text, value: o.value }, o.url) })), say('options')) }, '•••')
    return node
  }
  return field(el, { where, block, value: standing(el, state), changed: choose }).node
}
