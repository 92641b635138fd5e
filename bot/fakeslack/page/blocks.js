// Block Kit as elements: all blocks of messages, forms and home tabs. The server refuses
// what Slack would refuse, so blocks are valid here.

import { h } from './dom.js'
import { chart } from './charts.js'
import { element, field, revive, standing } from './fields.js'
import { markdown } from './markdown.js'
import { dataTable, table } from './tables.js'
import { object, rich } from './text.js'
import { say } from './words.js'

// picture shows an image from this server, and only the description of any other: the
// page makes no requests to other servers.
function picture(b, small) {
  const ours = b.slack_file?.id || b.slack_file?.url?.split('/').pop()
  const src = ours ? '/download/' + encodeURIComponent(ours) : String(b.image_url).startsWith(location.origin + '/') && b.image_url
  if (src) return h('img', { src, alt: b.alt_text, class: small ? 'small' : 'large', loading: 'lazy' })
  return small ? h('span', { class: 'small noimage', role: 'img', 'aria-label': b.alt_text, title: say('image_elsewhere') })
    : h('span', { class: 'noimage', role: 'img', 'aria-label': b.alt_text }, h('b', {}, b.alt_text), h('small', {}, say('image_elsewhere')))
}

// input is a field of a form with its label, hint and error.
function input(b, at) {
  const id = 'f-' + b.block_id
  const known = at.drafts && b.block_id in at.drafts
  const value = known ? revive(b.element, at.drafts[b.block_id]) : standing(b.element, at.values?.[b.block_id]?.[b.element.action_id])
  const made = field(b.element, {
    id, labelledby: id + '-label', describedby: `${id}-error ${id}-hint`, where: at.where, block: b.block_id, value,
    typed: () => at.typed?.(b.block_id),
    changed: (v) => {
      if (!made.spelled) at.typed?.(b.block_id)
      if (b.dispatch_action) at.dispatch?.(b, v)
    },
  })
  at.fields?.set(b.block_id, made.get)
  return h('div', { class: 'input', 'data-block': b.block_id, 'data-first': b.element.focus_on_load },
    h('label', { id: id + '-label', for: id }, object(b.label), b.optional ? h('small', {}, ' ' + say('optional')) : null),
    made.node,
    h('p', { class: 'error', id: id + '-error', role: 'alert', hidden: true }),
    h('p', { class: 'hint', id: id + '-hint', hidden: !b.hint }, object(b.hint)))
}

function one(b, at) {
  const act = (el, i) => element(el, { where: at.where, block: b.block_id, state: at.values?.[b.block_id]?.[el.action_id], key: `${b.block_id}/${el.action_id}/${i}` })
  switch (b.type) {
    case 'section': {
      const side = !b.accessory ? null : b.accessory.type === 'image' ? picture(b.accessory, true) : act(b.accessory, 0)
      return h('div', { class: 'section' }, h('div', { class: 'says' }, b.text ? h('div', { class: 'text' }, object(b.text)) : null,
        b.fields ? h('div', { class: 'fields' }, b.fields.map((f) => h('div', {}, object(f)))) : null), side ? h('div', { class: 'aside' }, side) : null)
    }
    case 'header': return h('h3', { class: 'header' }, object(b.text))
    case 'divider': return h('hr')
    case 'context': return h('div', { class: 'context' }, b.elements.map((el) => (el.type === 'image' ? picture(el, true) : h('span', {}, object(el)))))
    case 'actions': return h('div', { class: 'actions' }, b.elements.map(act))
    case 'image': return h('figure', { class: 'image' }, b.title ? h('figcaption', {}, object(b.title)) : null, picture(b))
    case 'input': return input(b, at)
    case 'rich_text': return h('div', { class: 'richtext' }, rich(b))
    case 'markdown': return h('div', { class: 'markdown' }, markdown(b.text))
    case 'table': return table(b)
    case 'data_table': return dataTable(b)
    case 'data_visualization': return chart(b, at.narrow)
    default: return h('p', { class: 'hint' }, say('unknown_block', { type: b.type }))
  }
}

// blocks draws a list of blocks. at has their place (where, for the server) and values; in
// a form also drafts, fields (block id -> current value), typed and dispatch.
export const blocks = (list, at) => list.map((b) => one(b, at))
