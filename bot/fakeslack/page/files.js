// Files: cards in messages, and the tray of files to be sent.

import { h, icon, put } from './dom.js'
import { place, tell } from './desk.js'
import { say } from './words.js'

const maxFileBytes = 10 << 20 // bytes

function size(n) {
  return n < 1024 ? `${n} B` : n < 1 << 20 ? `${(n / 1024).toFixed(1)} KB` : `${(n / (1 << 20)).toFixed(1)} MB`
}

const kind = (name) => h('span', { class: 'kind', 'aria-hidden': 'true' }, (/\.(\w+)$/.exec(name)?.[1] || '').slice(0, 4).toUpperCase() || icon('file'))

// card shows a file of a message, or the image itself.
export function card(f) {
  const href = '/download/' + encodeURIComponent(f.id)
  return h('a', { class: 'file' + (f.image ? ' picture' : ''), href, download: f.name, 'aria-label': say('download', { name: f.name }) },
    f.image ? h('img', { src: href, alt: '', loading: 'lazy' }) : kind(f.name),
    h('span', {}, h('b', {}, f.title || f.name), h('small', {}, f.title && f.title !== f.name ? `${f.name} · ${size(f.size)}` : size(f.size))), icon('save'))
}

async function upload(file) {
  try {
    const r = await fetch('/attach?' + new URLSearchParams({ as: place.as, name: file.name }), { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file })
    const out = await r.json()
    if (!out.error) return { id: out.result, name: file.name, size: file.size }
    tell(out.error)
  } catch {
    tell(say('notice.unreachable'))
  }
  return null
}

// tray shows the files of a box, {files}, and adds files to it. They are uploaded as soon
// as they are chosen. kinds are extensions; changed is called after each change.
export function tray({ id, box, max = 10, kinds, label, changed }) {
  let waiting = 0
  const list = h('ul', { class: 'tray', 'aria-label': label, hidden: true })
  const chooser = h('input', { id, type: 'file', class: 'sr', tabindex: '-1', 'aria-hidden': 'true', multiple: max > 1, accept: kinds?.map((k) => '.' + k).join() || null, onchange: () => {
    add([...chooser.files])
    chooser.value = ''
  } })

  function draw() {
    put(list, [...box.files.map((f) => h('li', {}, kind(f.name), h('span', {}, h('b', {}, f.name), f.size ? h('small', {}, size(f.size)) : null),
      h('button', { type: 'button', class: 'iconic', 'aria-label': say('remove', { name: f.name }), onclick: () => hold(box, box.files.filter((x) => x !== f)) }, icon('close')))),
    waiting ? h('li', { class: 'hint' }, say('uploading')) : null])
    list.hidden = !list.children.length
  }
  function hold(into, files) {
    into.files = files
    draw()
    changed?.()
  }
  async function add(more) {
    const into = box // the visitor may have moved on meanwhile
    for (const f of more) {
      if (f.size > maxFileBytes) tell(say('notice.file_large', { name: f.name, size: size(maxFileBytes) }))
      else if (into.files.length >= max) tell(say('notice.file_many', { n: max }))
      else {
        waiting++
        draw()
        const done = await upload(f)
        waiting--
        hold(into, done ? [...into.files, done] : into.files)
      }
    }
  }
  function open(other) {
    box = other
    draw()
  }
  draw()
  return { list, chooser, add, open, files: () => box.files, choose: () => chooser.click() }
}

const carries = (e) => [...(e.dataTransfer?.types || [])].includes('Files')

// takes makes a part of the page accept dropped files.
export function takes(node, words, add) {
  const sign = h('div', { class: 'drop', hidden: true, 'aria-hidden': 'true' }, h('span', {}, icon('clip'), h('b', {})))
  node.append(sign)
  node.addEventListener('dragover', (e) => {
    if (!carries(e)) return
    e.preventDefault()
    sign.querySelector('b').textContent = words()
    sign.hidden = false
  })
  node.addEventListener('dragleave', (e) => {
    if (!node.contains(e.relatedTarget)) sign.hidden = true
  })
  node.addEventListener('drop', (e) => {
    if (!carries(e)) return
    e.preventDefault()
    e.stopPropagation()
    sign.hidden = true
    add([...e.dataTransfer.files])
  })
}

// A file dropped elsewhere must not replace the page.
for (const kind of ['dragover', 'drop']) addEventListener(kind, (e) => carries(e) && e.preventDefault())
