// The form on top of the person's stack, in a dialog. Typed values survive errors, updates
// by the app and a reload.

import { h, icon, put } from './dom.js'
import { blocks } from './blocks.js'
import { act, live } from './desk.js'
import { plain } from './text.js'
import { say } from './words.js'

// what one types in or presses, in a form
const controls = 'input:not([type=hidden], .sr), textarea, .filing .btn'
let dialog, shown = '', fields, busy = false
let mended = new Set() // fields changed since their error was shown

const stash = (id) => 'form:' + id
const drafted = (id) => JSON.parse(sessionStorage.getItem(stash(id)) || '{}')

const values = (of) => Object.fromEntries([...of].map(([block, get]) => [block, get()]))
const keep = (id, of) => sessionStorage.setItem(stash(id), JSON.stringify(values(of)))

function setBusy(on) {
  busy = on
  dialog?.querySelector('.submit')?.toggleAttribute('aria-busy', on)
  if (on) dialog?.querySelector('.submit')?.setAttribute('aria-busy', 'true')
}

async function submit(view) {
  if (busy) return
  keep(view.id, fields)
  mended = new Set()
  setBusy(true)
  const ok = await act('submit', { view: view.id, fields: values(fields) })
  setBusy(false)
  if (ok && !live.views.some((v) => v.id === view.id)) sessionStorage.removeItem(stash(view.id))
}

async function leave(view) {
  sessionStorage.removeItem(stash(view.id))
  await act('close', { view: view.id })
}

function make(view) {
  const mine = new Map()
  fields = mine
  const at = {
    where: { view: view.id }, values: view.values, drafts: drafted(view.id), fields: mine,
    typed: (block) => queueMicrotask(() => { // a closed form may still report its last change
      keep(view.id, mine)
      mended.add(block)
      showErrors(live.views.at(-1)?.errors)
    }),
    dispatch: (b, value) => act('choose', { view: view.id, block: b.block_id, action: b.element.action_id, value }),
  }
  const depth = live.views.length
  return [
    h('form', {
      class: 'form', novalidate: true, 'aria-labelledby': 'form-title', 'data-depth': depth,
      onsubmit: (e) => {
        e.preventDefault()
        if (view.submit) submit(view)
      },
    },
    h('header', {}, depth > 1 ? h('button', { type: 'button', class: 'iconic', 'aria-label': say('back'), onclick: () => leave(view) }, icon('back')) : null,
      h('h2', { id: 'form-title' }, plain(view.title)), depth > 1 ? h('small', {}, say('form_of', { n: depth })) : null,
      h('button', { type: 'button', class: 'iconic', 'aria-label': say('close'), onclick: () => leave(view) }, icon('close'))),
    h('div', { class: 'fill' }, blocks(view.blocks, at)),
    h('footer', {},
      h('button', { type: 'button', class: 'btn', onclick: () => leave(view) }, plain(view.close || say('cancel'))),
      view.submit ? h('button', { type: 'submit', class: 'btn primary submit' }, plain(view.submit)) : null)),
  ]
}

function showErrors(errors) {
  let first = null
  for (const node of dialog.querySelectorAll('.input')) {
    const text = mended.has(node.dataset.block) ? '' : errors?.[node.dataset.block] || ''
    const error = node.querySelector('.error')
    const control = node.querySelector(controls)
    error.hidden = !text
    if (error.textContent !== text) error.textContent = text
    node.classList.toggle('wrong', Boolean(text))
    if (text) control?.setAttribute('aria-invalid', 'true')
    else control?.removeAttribute('aria-invalid')
    if (text && !first) first = control
  }
  return first
}

// drawModal shows the top form, or none.
export function drawModal() {
  const view = live.views.at(-1)
  if (!view) {
    fields = null
    shown = ''
    if (dialog?.open) dialog.close()
    return
  }
  if (!dialog) {
    dialog = h('dialog', { class: 'modal', 'aria-labelledby': 'form-title' })
    dialog.addEventListener('cancel', (e) => {
      e.preventDefault()
      const top = live.views.at(-1)
      if (top) leave(top)
    })
    document.body.append(dialog)
  }
  const id = view.id + view.hash
  if (id !== shown) {
    const before = document.activeElement?.id
    if (fields && shown.startsWith(view.id)) keep(view.id, fields) // the app updated the form while it was being filled
    shown = id
    busy = false
    mended = new Set()
    put(dialog, make(view))
    if (!dialog.open) dialog.showModal()
    const again = before && dialog.querySelector('#' + CSS.escape(before))
    const fill = dialog.querySelector('.fill')
    ;(again || fill.querySelector('[data-first]')?.querySelector(controls) || fill.querySelector(controls) || dialog.querySelector('.submit'))?.focus()
  }
  const first = showErrors(view.errors)
  if (first && !dialog.querySelector('[aria-invalid]:focus')) first.focus()
}
