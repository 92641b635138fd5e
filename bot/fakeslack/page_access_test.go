package fakeslack

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// lowContrast lists texts with a contrast below 4.5 to 1, or 3 to 1 for large text (WCAG
// 2.2, AA). Disabled elements are exempt.
const lowContrast = `(() => {
	const parse = (c) => { const n = c.match(/[\d.]+/g)?.map(Number) || [0, 0, 0, 0]; const k = c.startsWith('color(') ? 255 : 1; return [n[0] * k, n[1] * k, n[2] * k, n[3] ?? 1] }
	const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1)
	const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 }); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
	const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05) }
	const behind = (n) => { const stack = []; for (let e = n; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > 0) stack.push(c); if (c[3] === 1) break } return stack.reverse().reduce((under, c) => over(c, under), [255, 255, 255, 1]) }
	const found = new Map()
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
	for (let t; (t = walker.nextNode());) {
		const e = t.parentElement
		if (!t.data.trim() || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ||
			e.closest('[disabled], [hidden], .sr, noscript, .emoji, script, style') || !e.getClientRects().length) continue
		const s = getComputedStyle(e)
		let opacity = 1
		for (let p = e; p; p = p.parentElement) opacity *= Number(getComputedStyle(p).opacity)
		const ground = behind(e), ink = parse(e instanceof SVGElement ? s.fill : s.color)
		const r = ratio(over([...ink.slice(0, 3), ink[3] * opacity], ground), ground)
		const size = parseFloat(s.fontSize), large = size >= 24 || (size >= 18.66 && Number(s.fontWeight) >= 700)
		if (r < (large ? 3 : 4.5)) found.set((e.className.baseVal ?? e.className) + ' <' + e.parentElement.className + '> ' +
			t.data.trim().slice(0, 24), r.toFixed(2))
	}
	for (const e of document.querySelectorAll('input, textarea')) {
		const s = getComputedStyle(e, '::placeholder'), ground = behind(e)
		if (e.checkVisibility() && e.placeholder && ratio(over(parse(s.color), ground), ground) < 4.5)
			found.set('placeholder ' + e.placeholder, ratio(over(parse(s.color), ground), ground).toFixed(2))
	}
	return [...found].map((x) => x.join(': '))
})()`

// legible fails for every text with low contrast, in both themes.
func (p *tab) legible(where string) {
	p.t.Helper()
	for _, dark := range []bool{false, true} {
		p.dark(dark)
		p.until(fmt.Sprintf("matchMedia('(prefers-color-scheme: dark)').matches === %t", dark))
		var found []string
		p.do(chromedp.Evaluate(lowContrast, &found))
		slices.Sort(found)
		for _, f := range found {
			p.t.Errorf("%s, dark %t: low contrast: %s", where, dark, f)
		}
	}
	p.dark(false)
}

// namedRoles are the roles that need an accessible name.
var namedRoles = []string{"button", "textbox", "searchbox", "combobox", "checkbox", "radio", "link", "image", "img", "dialog", "listbox",
	"menu", "menuitem", "option", "tab", "table", "region", "radiogroup", "Date", "InputTime", "spinbutton", "navigation", "complementary", "form"}

// named fails for every element that needs an accessible name and has none.
func (p *tab) named(where string) {
	p.t.Helper()
	p.do(chromedp.ActionFunc(func(ctx context.Context) error {
		nodes, err := accessibility.GetFullAXTree().Do(ctx)
		for _, n := range nodes {
			var role, name string
			if n.Ignored || n.Role == nil || json.Unmarshal(n.Role.Value, &role) != nil || !slices.Contains(namedRoles, role) {
				continue
			}
			if n.Name != nil {
				_ = json.Unmarshal(n.Name.Value, &name)
			}
			if strings.TrimSpace(name) == "" {
				html, _ := dom.GetOuterHTML().WithBackendNodeID(n.BackendDOMNodeID).Do(ctx)
				p.t.Errorf("%s: a %s without a name: %s", where, role, html)
			}
		}
		return err
	}))
}

// accessible checks names and contrast in every part of the page.
func accessible(w *world, chrome context.Context) {
	w.playground.Steps = []Step{{ID: "one", Text: "Say one", Done: func(context.Context) bool { return false },
		Go: func(context.Context) Place { return Place{As: "U1", Channel: "C1", Text: "one"} }},
		{ID: "two", Text: "Say two", Done: func(context.Context) bool { return true }}}
	w.openForms(discountForm(), func(int, frame) any {
		return obj{"response_action": "errors", "errors": obj{"percent": "That is more than 40."}}
	})
	for _, b := range everyBlock() {
		w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON([]obj{b})))
	}
	w.form("chat.postMessage", "channel", "C1", "text", "never shown", "blocks", `[{"type":"pretty"}]`)
	w.form("chat.postEphemeral", "channel", "C1", "user", "U1", "text", "for you")
	ts, err := w.As("U2").Say("C1", "", "hello @ana, https://example.com")
	noError(w.t, err)
	noError(w.t, w.As("U1").React("C1", ts, "eyes"))
	_, err = w.As("U9").Say("C3", "", "from elsewhere")
	noError(w.t, err)
	_, err = w.As("U2").Say("C1", ts, "a reply")
	noError(w.t, err)
	id, err := w.As("U2").Upload("deals.csv", []byte("a,b"))
	noError(w.t, err)
	_, err = w.As("U2").Share("C1", "", "", id)
	noError(w.t, err)

	p := w.browse(chrome, "as=U1&channel=C1&thread="+ts, deskWidth, 3000)
	p.press("[data-key=inspector]")
	p.until("document.querySelector('.line') && document.querySelectorAll('.thread .msg').length === 2 " +
		"&& document.querySelector('.tour .done')")
	p.named("a channel, a thread and the inspector")
	p.legible("a channel, a thread and the inspector")
	p.writes(".main .write", "/deal")
	p.until("!document.querySelector('.main .hints').hidden")
	p.named("the hints")
	p.legible("the hints")
	p.types(" new Acme" + kb.Enter)
	p.writes("#f-percent", "90")
	p.writes("#f-why", "x")
	p.button("Send")
	p.shows("That is more than 40.")
	p.do(chromedp.Focus("#f-tier", chromedp.ByQuery))
	p.types(kb.ArrowDown)
	p.until("document.querySelector('.popup.list:popover-open')")
	p.named("a form with errors")
	p.legible("a form with errors")
	p.types(kb.Escape + kb.Escape)
	p.until("!document.querySelector('.modal[open]')")
	p.do(chromedp.Focus(".main .msg:last-of-type", chromedp.ByQuery))
	p.types("m")
	p.until("document.querySelector('[role=menu]:popover-open')")
	p.named("a menu")
	p.legible("a menu")
	p.types(kb.Escape)
	p.do(chromedp.Focus(".main .msg:last-of-type", chromedp.ByQuery))
	p.types("r")
	p.until("document.querySelector('.picker:popover-open')")
	p.named("the emoji")
	p.legible("the emoji")
	p.types(kb.Escape)
	p.press("[data-channel=DU1]")
	p.button("Home")
	p.until("document.querySelector('.home')?.checkVisibility()")
	p.named("the home tab")
	p.legible("the home tab")
	p.press("[data-person=U9]")
	p.press("[data-channel=C3]")
	p.shows("from elsewhere")
	p.named("a shared channel")
	p.legible("a shared channel")
}

// reachable moves around the page with Tab and F6, and checks that every control is
// reached and shows its focus.
func reachable(w *world, chrome context.Context) {
	w.playground.Steps = []Step{{ID: "one", Text: "Say one", Done: func(context.Context) bool { return false },
		Go: func(context.Context) Place { return Place{As: "U1", Channel: "C1", Text: "one"} }}}
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON(everyBlock())))
	ts, err := w.As("U2").Say("C1", "", "hello")
	noError(w.t, err)
	noError(w.t, w.As("U2").React("C1", ts, "eyes"))
	p := w.browse(chrome, "as=U1&channel=C1&thread="+ts, deskWidth, deskHeight)
	p.press("[data-key=inspector]")
	p.until("document.querySelector('.line') && document.querySelector('.thread .msg')")
	p.value(`{
		window.passed = new Set()
		window.dim = []
		addEventListener('focusin', (e) => {
			passed.add(e.target)
			const s = getComputedStyle(e.target), box = getComputedStyle(e.target.closest('.box, .combo') || e.target)
			if (s.outlineStyle === 'none' && box.boxShadow === 'none') dim.push(e.target.outerHTML.slice(0, 90))
		})
		document.querySelector('.skip').focus()
	}`)
	for range 150 {
		p.types(kb.Tab)
	}
	var missed []string
	p.do(chromedp.Evaluate(`[...document.querySelectorAll('button, input, textarea, select, a[href], [tabindex="0"]')]
		.filter((n) => n.checkVisibility({ visibilityProperty: true }) && !n.disabled && n.tabIndex >= 0 && !n.closest('.tools, [hidden]') && !passed.has(n))
		.filter((n) => !(n.type === 'radio' && [...passed].some((m) => m.name === n.name)))
		.map((n) => n.outerHTML.slice(0, 120))`, &missed))
	for _, m := range missed {
		w.t.Errorf("not reached: %s", m)
	}
	if dim := p.value("[...new Set(dim)].join('\\n')"); dim != "" {
		w.t.Errorf("no sign of the focus on %v", dim)
	}
	var around []string
	p.do(chromedp.Focus(".main .write", chromedp.ByQuery))
	for range 6 {
		p.types(kb.F6)
		around = append(around, p.value("document.activeElement.closest('#side, .list, .main, .thread, #tour, "+
			"#inspector')?.className.split(' ')[0]").(string))
	}
	want(w.t, "around with F6", strings.Join(around, " "), "thread tour inspector side list main")
	p.types(kb.Escape)
	p.until("document.getElementById('thread').hidden")
}
