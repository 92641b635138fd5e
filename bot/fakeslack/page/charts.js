// data_visualization blocks as SVG: pie, bar, line and area. The label contains the
// numbers for screen readers.

import { h, s } from './dom.js'
import { write } from './words.js'

const short = (n) => write(Number(n), { notation: 'compact', maximumFractionDigits: 1 })
const full = (n) => write(Number(n), { maximumFractionDigits: 2 })

const H = 230, left = 48, right = 12, bottom = 34

// chart draws a chart. On a narrow screen the text keeps its size.
export function chart(block, narrow = matchMedia('(max-width: 720px)').matches) {
  const c = block.chart
  const says = c.type === 'pie'
    ? c.segments.map((p) => `${p.label} ${full(p.value)}`)
    : c.axis_config.categories.map((cat, i) => `${cat} ` + c.series.map((one) => `${one.name} ${full(valueAt(one, cat, i))}`).join(', '))
  const picture = c.type === 'pie' ? pie(c.segments) : plot(c, narrow ? 340 : 560)
  const names = c.type === 'pie' ? c.segments.map((p) => `${p.label}`) : c.series.map((one) => one.name)
  const sum = c.type === 'pie' ? c.segments.reduce((a, p) => a + Number(p.value), 0) : 0
  const legend = c.type === 'pie' || names.length > 1
    ? h('ul', { class: 'legend' }, names.map((name, i) => h('li', {}, h('i', { class: 'key k' + (i % 6) }), h('span', {}, name),
      c.type === 'pie' ? h('b', {}, `${full(c.segments[i].value)} · ${Math.round((c.segments[i].value / sum) * 100)}%`) : null)))
    : null
  picture.setAttribute('role', 'img')
  picture.setAttribute('aria-label', `${block.title}: ${says.join('; ')}`)
  return h('figure', { class: 'chart of-' + c.type }, h('figcaption', {}, block.title), h('div', { class: 'drawn' }, picture, legend))
}

const valueAt = (one, category, i) => Number((one.data.find((p) => p.label === category) || one.data[i]).value)

function pie(segments) {
  const sum = segments.reduce((a, p) => a + Number(p.value), 0)
  const r = 70, around = 2 * Math.PI * r
  let at = 0
  const arcs = segments.map((p, i) => {
    const share = p.value / sum
    const gap = segments.length > 1 ? 2 : 0
    const arc = s('circle', { cx: 90, cy: 90, r, class: 'arc k' + (i % 6), 'stroke-dasharray': `${Math.max(share * around - gap, 0.5)} ${around}`, 'stroke-dashoffset': -at * around, transform: 'rotate(-90 90 90)' },
      s('title', {}, `${p.label}: ${full(p.value)}`))
    at += share
    return arc
  })
  return s('svg', { viewBox: '0 0 180 180' }, arcs, s('text', { x: 90, y: 96, 'text-anchor': 'middle', class: 'total' }, short(sum)))
}

// steps returns round numbers from below low to above high.
function steps(low, high) {
  const span = high - low || Math.abs(high) || 1
  const rough = span / 4
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((k) => k * unit).find((k) => k >= rough)
  const out = []
  for (let v = Math.floor(low / step) * step; v < high + step * 0.999; v += step) out.push(Number(v.toPrecision(12)))
  return out.length > 1 ? out : [0, 1]
}

function plot(c, W) {
  const { categories, x_label: under, y_label: beside } = c.axis_config
  const top = beside ? 26 : 14
  const values = c.series.map((one) => categories.map((cat, i) => valueAt(one, cat, i)))
  const flat = values.flat()
  const ticks = steps(Math.min(0, ...flat), Math.max(0, ...flat))
  const low = ticks[0], high = ticks.at(-1)
  const y = (v) => top + (H - top - bottom) * (1 - (v - low) / (high - low))
  const slot = (W - left - right) / categories.length
  const x = (i) => left + slot * (i + 0.5)
  const every = Math.ceil(Math.max(...categories.map((t) => [...t].reduce((n, ch) => n + (ch > '\u2e80' ? 11 : 6.2), 6))) / slot)
  const grid = ticks.map((v) => [s('line', { x1: left, x2: W - right, y1: y(v), y2: y(v), class: v === 0 ? 'base' : 'grid' }), s('text', { x: left - 6, y: y(v) + 3.5, 'text-anchor': 'end' }, short(v))])
  const labels = categories.map((t, i) => (i % every ? null : s('text', { x: x(i), y: H - bottom + 16, 'text-anchor': 'middle' }, t)))
  const title = (one, cat, v) => s('title', {}, `${one.name} · ${cat}: ${full(v)}`)
  const marks = c.series.map((one, k) => {
    const line = values[k].map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`)
    const dots = values[k].map((v, i) => s('circle', { cx: x(i), cy: y(v), r: 3.5, class: 'dot k' + (k % 6) }, title(one, categories[i], v)))
    if (c.type === 'bar') {
      const wide = Math.min((slot * 0.72) / c.series.length, 46)
      return values[k].map((v, i) => s('rect', { x: x(i) + (k - c.series.length / 2) * wide + 1, width: Math.max(wide - 2, 1), y: Math.min(y(v), y(0)), height: Math.max(Math.abs(y(v) - y(0)), v ? 1 : 0), rx: 2, class: 'rect k' + (k % 6) }, title(one, categories[i], v)))
    }
    const area = c.type === 'area' ? s('polygon', { points: [`${x(0)},${y(0)}`, ...line, `${x(values[k].length - 1)},${y(0)}`].join(' '), class: 'area k' + (k % 6) }) : null
    return [area, s('polyline', { points: line.join(' '), class: 'curve k' + (k % 6) }), dots]
  })
  return s('svg', { viewBox: `0 0 ${W} ${H}` }, grid, labels, marks,
    beside ? s('text', { x: 4, y: 10, class: 'axis' }, beside) : null,
    under ? s('text', { x: W - right, y: H - 2, 'text-anchor': 'end', class: 'axis' }, under) : null)
}
