// Tables: the table block, markdown tables, and data tables with sorting, filtering and
// paging.

import { h, icon, put } from './dom.js'
import { plain, rich } from './text.js'
import { say } from './words.js'

// grid is a table with a header. look returns the class of a column, heads its cells.
export function grid(label, heads, rows, look = () => '', named = -1) {
  return h('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': label }, h('table', { 'aria-label': label },
    h('thead', {}, h('tr', {}, heads.map((c, i) => h('th', { scope: 'col', class: look(i) }, c)))),
    h('tbody', {}, rows.map((row) => h('tr', {}, row.map((c, i) => h(i === named ? 'th' : 'td', { scope: i === named ? 'row' : null, class: look(i) }, c)))))))
}

const words = (c) => (c.type === 'rich_text' ? h('div', {}, rich(c)).textContent : String(c.text ?? c.value ?? ''))
const cell = (c) => (c.type === 'rich_text' ? rich(c) : plain(words(c)))

export function table(b) {
  const set = b.column_settings || []
  const [head, ...rows] = b.rows
  return grid(head.map(words).join(', '), head.map(cell), rows.map((row) => row.map(cell)), (i) => `${set[i]?.align || 'left'}${set[i]?.is_wrapped ? ' wrapped' : ''}`)
}

export function dataTable(b) {
  const [head, ...all] = b.rows
  const size = b.page_size || 5
  const numbers = head.map((_, i) => all.every((row) => row[i].type === 'raw_number'))
  let by = -1, down = false, page = 0, filter = ''
  const body = h('div', {}), foot = h('div', { class: 'leaf' })
  const compare = (x, y) => (numbers[by] ? x[by].value - y[by].value : words(x[by]).localeCompare(words(y[by]))) * (down ? -1 : 1)

  function draw(focused) {
    let rows = all.filter((row) => row.some((c) => words(c).toLowerCase().includes(filter)))
    if (by >= 0) rows = rows.sort(compare)
    const pages = Math.max(1, Math.ceil(rows.length / size))
    page = Math.min(page, pages - 1)
    const shown = rows.slice(page * size, page * size + size)
    const heads = head.map((c, i) => h('button', { type: 'button', 'data-column': i, 'aria-label': say('sort_by', { name: words(c) }), onclick: () => { down = by === i && !down; by = i; draw(i) } },
      words(c), by === i ? h('span', { 'aria-hidden': 'true' }, down ? ' ↓' : ' ↑') : null))
    put(body, [grid(b.caption, heads, shown.map((row) => row.map(cell)), (i) => (numbers[i] ? 'right' : 'left'), b.row_header_column_index || 0)])
    body.querySelectorAll('thead th').forEach((th, i) => th.setAttribute('aria-sort', by !== i ? 'none' : down ? 'descending' : 'ascending'))
    body.querySelector(`[data-column="${focused}"]`)?.focus()
    const turn = (step, name, sign) => h('button', { type: 'button', class: 'iconic', 'aria-label': say(name), disabled: !shown.length || page + step < 0 || page + step >= pages, onclick: () => { page += step; draw() } }, icon(sign))
    put(foot, [turn(-1, 'page_back', 'back'), h('span', { role: 'status' }, shown.length ? say('rows_of', { from: page * size + 1, to: page * size + shown.length, n: rows.length }) : say('no_match')), turn(1, 'page_next', 'next')])
  }
  draw()
  const search = all.length > size ? h('input', { class: 'text', type: 'search', placeholder: say('filter_rows'), 'aria-label': say('filter_rows'), oninput: (e) => { filter = e.target.value.trim().toLowerCase(); page = 0; draw() } }) : null
  return h('figure', { class: 'datatable' }, h('figcaption', {}, b.caption), search, body, all.length > size ? foot : null)
}
