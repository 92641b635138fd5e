package fakeslack

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	front "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var pictures = flag.String("pictures", "", "keep pictures of the page in this `folder`")

// browser starts a browser for a test and its parts.
func browser(t testing.TB) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skip("the page is tested in a real browser, and there is no chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // it knows not every event of today's browsers
	t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// tab is one open page. What it complains about on its console fails the test.
type tab struct {
	t    testing.TB
	ctx  context.Context
	mu   sync.Mutex
	says []string
}

// browse opens the page as somebody, in a window of this size.
func (w *world) browse(browser context.Context, place string, width, height int64) *tab {
	w.t.Helper()
	ctx, stop := chromedp.NewContext(browser)
	w.t.Cleanup(stop)
	p := &tab{t: w.t, ctx: ctx}
	chromedp.ListenTarget(ctx, func(event any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, w.URL()+"/") && !strings.HasPrefix(e.Request.URL, "data:") {
				p.says = append(p.says, "it asked for "+e.Request.URL)
			}
		case *runtime.EventExceptionThrown:
			p.says = append(p.says, e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			p.says = append(p.says, fmt.Sprintf("%s %s", e.Type, e.Args[0].Value))
		case *log.EventEntryAdded:
			p.says = append(p.says, e.Entry.Text)
		}
	})
	w.t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.says) > 0 {
			w.t.Errorf("the console says: %s", strings.Join(p.says, "\n"))
		}
	})
	noError(w.t, chromedp.Run(ctx)) // the tab lives as long as this context
	p.do(network.Enable(), front.BringToFront(), emulation.SetFocusEmulationEnabled(true), chromedp.EmulateViewport(width, height), chromedp.Navigate(w.URL()+"/#"+place), chromedp.WaitVisible(".main .composer", chromedp.ByQuery))
	return p
}

func (p *tab) do(actions ...chromedp.Action) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// until waits until an expression is true in the page.
func (p *tab) until(js string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 20*time.Second)
	defer cancel()
	var ok bool
	if err := chromedp.Run(ctx, chromedp.Poll("Boolean("+js+")", &ok, chromedp.WithPollingInterval(20*time.Millisecond))); err != nil {
		var body string
		_ = chromedp.Run(p.ctx, chromedp.Evaluate("document.body.innerText", &body))
		p.t.Fatalf("never true: %s (%v)\n%s", js, err, body)
	}
}

// says waits until the words are on the page.
func (p *tab) shows(words string) {
	p.t.Helper()
	p.until(fmt.Sprintf("document.body.innerText.includes(%q)", words))
}

func (p *tab) value(js string) (v any) {
	p.t.Helper()
	p.do(chromedp.Evaluate(js, &v))
	return v
}

func (p *tab) press(css string) {
	p.t.Helper()
	p.do(chromedp.Click(css, chromedp.ByQuery))
}

// button presses the last visible button with this label.
func (p *tab) button(label string) {
	p.t.Helper()
	find := fmt.Sprintf("[...document.querySelectorAll('button')].findLast((b) => b.textContent.trim() === %q && b.checkVisibility())", label)
	p.until(find)
	p.value(find + ".click()")
}

// types presses keys. A key and its character are one event, as from a keyboard: a key
// that the page takes for itself types nothing.
func (p *tab) types(keys string) {
	p.t.Helper()
	var events []chromedp.Action
	for _, r := range keys {
		all := kb.Encode(r)
		if len(all) == 3 {
			all[0].Text, all[0].UnmodifiedText = all[1].Text, all[1].UnmodifiedText
		}
		events = append(events, all[0], all[len(all)-1])
	}
	p.do(events...)
}

// writes types into a field.
func (p *tab) writes(css, keys string) {
	p.t.Helper()
	p.do(chromedp.WaitVisible(css, chromedp.ByQuery), chromedp.Focus(css, chromedp.ByQuery))
	p.types(keys)
}

// picture keeps a picture, when asked to.
func (p *tab) picture(name string) {
	p.t.Helper()
	if *pictures == "" {
		return
	}
	var png []byte
	p.do(chromedp.CaptureScreenshot(&png))
	if err := errors.Join(os.MkdirAll(*pictures, 0o755), os.WriteFile(filepath.Join(*pictures, name+".png"), png, 0o600)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *tab) dark(on bool) {
	value := "light"
	if on {
		value = "dark"
	}
	p.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}))
}

// arrives is the next thing the app was told.
func arrives[T any](t testing.TB, from <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(20 * time.Second):
		t.Fatal("the app was told nothing")
	}
	return v
}

const (
	deskWidth, deskHeight   = 1440, 900
	phoneWidth, phoneHeight = 390, 780
)

func TestThePageInABrowser(t *testing.T) {
	chrome := browser(t)
	for name, test := range map[string]func(*world, context.Context){
		"what is typed is completed and sent by keyboard":          keyboard,
		"hostile text stays text":                                  hostile,
		"a form with errors keeps what was typed":                  formErrors,
		"forms stack, and Escape closes one at a time":             formStack,
		"an external select asks the app":                          externalSelect,
		"one acts as somebody else in one click":                   switching,
		"a thread opens in a side pane":                            threadPane,
		"one's own messages are edited, deleted and reacted to":    ownMessages,
		"a button asks before it acts":                             confirming,
		"a phone shows everything within its width":                phone,
		"a thousand messages scroll":                               thousand,
		"every block is drawn":                                     gallery,
		"what Slack refuses is shown as its error":                 refusedBlocks,
		"two windows show the same":                                twoWindows,
		"the clock moves, and does not go back":                    clockMoves,
		"the home tab is opened and drawn":                         homeTab,
		"the inspector shows traffic and makes trouble":            inspecting,
		"the first steps are checked off and can be put away":      firstSteps,
		"the page has the same words in both languages":            bothLanguages,
		"a channel shows what is new, and its mark goes when read": unreadMarks,
		"everything is reached by keyboard":                        reachable,
		"a restarted server is found again":                        restarting,
		"everything has a name and can be read":                    accessible,
		"files are shared by button and by drop":                   sharing,
		"a form takes files":                                       fileInput,
		"markdown is formatted":                                    markdown,
		"text made to be hard to read is drawn":                    heavyText,
		"a data table is sorted, filtered and leafed through":      dataTable,
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, withPage, func(o *Options) {
				o.Page.Hints = []Hint{{"/log ", "/log call Acme 20m", "Log a call"}, {"/deal advance ", "/deal advance D-7", "Move a deal on"}, {"/deal new ", "/deal new Acme", "Open a deal"}, {"!approve ", "!approve", "Approve"}}
				o.Page.Shortcuts = []Hint{{"log this", "Log this", "Keep it"}}
			})
			w.desk.Clock = clockOf{w}
			test(w, chrome)
		})
	}
}

func keyboard(w *world, chrome context.Context) {
	w.connect(func(f frame) any {
		if f.Type == "slash_commands" {
			return obj{"text": "heard " + f.Payload["text"].(string)}
		}
		return nil
	})
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.do(chromedp.Focus(".write", chromedp.ByQuery))
	p.types("/d")
	p.until("document.querySelectorAll('.hints [role=option]').length === 2")
	p.types(kb.Escape)
	p.until("document.querySelector('.hints').hidden")
	p.types("e")
	p.until("document.querySelectorAll('.hints [role=option]').length === 2")
	p.types(kb.ArrowDown)
	p.until("document.querySelector('.hints [aria-selected=true]').textContent.includes('Acme')")
	p.types(kb.ArrowUp + kb.Tab)
	p.until("document.querySelector('.write').value === '/deal advance '")
	p.shows("Move a deal on") // the hint stays while the arguments are typed
	p.types("D-7" + kb.Enter)
	p.shows("heard advance D-7")
	p.until("document.querySelector('.write').value === ''")
	p.shows("Only visible to you")
	p.types("hi @li")
	p.until("document.querySelector('.hints [aria-selected=true]').textContent.includes('李伟')")
	p.types(kb.Enter + kb.Enter)
	p.until("document.querySelector('.msg .mention')?.textContent === '@li.wei'")
	// The messages themselves are reached and walked by keyboard.
	p.do(chromedp.Focus(".list", chromedp.ByQuery))
	p.types(kb.ArrowUp)
	p.until("document.activeElement.matches('.msg')")
	p.types("t")
	p.until("!document.getElementById('thread').hidden && document.activeElement.closest('.thread')")
	p.types(kb.Escape)
	p.until("document.getElementById('thread').hidden")
}

// asking opens a form when somebody says anything in a slash command, and answers each
// submission as told.
func (w *world) asking(view obj, answer func(n int, f frame) any) {
	n := 0
	w.connect(func(f frame) any {
		switch {
		case f.Type == "slash_commands":
			go w.form("views.open", "trigger_id", f.Payload["trigger_id"].(string), "view", string(mustJSON(view)))
		case f.Payload["type"] == "view_submission":
			n++
			return answer(n, f)
		case f.Payload["type"] == "block_actions" && f.Payload["view"] != nil:
			go w.form("views.push", "trigger_id", f.Payload["trigger_id"].(string), "view", string(mustJSON(view)))
		case f.Payload["type"] == "block_suggestion":
			typed := f.Payload["value"].(string)
			return obj{"options": []obj{{"text": obj{"type": "plain_text", "text": typed + " one"}, "value": "1"}, {"text": obj{"type": "plain_text", "text": typed + " two"}, "value": "2"}}}
		}
		return nil
	})
}

func plainText(t string) obj { return obj{"type": "plain_text", "text": t} }

func aForm() obj {
	options := []obj{{"text": plainText("Low"), "value": "low"}, {"text": plainText("High"), "value": "high"}}
	return obj{"type": "modal", "callback_id": "form", "title": plainText("Ask for a discount"), "submit": plainText("Send"), "close": plainText("Not now"), "blocks": []obj{
		{"type": "input", "block_id": "percent", "label": plainText("Percent"), "hint": plainText("Up to 40"), "element": obj{"type": "plain_text_input", "action_id": "v", "placeholder": plainText("15")}},
		{"type": "input", "block_id": "why", "label": plainText("Reason"), "element": obj{"type": "plain_text_input", "action_id": "v", "multiline": true}},
		{"type": "input", "block_id": "tier", "optional": true, "label": plainText("Level"), "element": obj{"type": "static_select", "action_id": "v", "options": options}},
		{"type": "input", "block_id": "due", "optional": true, "label": plainText("Until"), "element": obj{"type": "datepicker", "action_id": "v", "initial_date": "2026-11-27"}},
		{"type": "input", "block_id": "how", "optional": true, "label": plainText("How"), "element": obj{"type": "radio_buttons", "action_id": "v", "options": options}},
		{"type": "input", "block_id": "who", "optional": true, "label": plainText("With"), "element": obj{"type": "multi_users_select", "action_id": "v"}},
		{"type": "input", "block_id": "deal", "optional": true, "label": plainText("Deal"), "element": obj{"type": "external_select", "action_id": "find", "min_query_length": 1}},
		{"type": "actions", "elements": []obj{{"type": "button", "action_id": "deeper", "text": plainText("Deeper")}}},
	}}
}

func formErrors(w *world, chrome context.Context) {
	sent := make(chan map[string]any, 2)
	w.asking(aForm(), func(n int, f frame) any {
		if n == 1 {
			return obj{"response_action": "errors", "errors": obj{"percent": "That is more than 40."}}
		}
		view := f.Payload["view"].(map[string]any)
		sent <- view["state"].(map[string]any)["values"].(map[string]any)
		return nil
	})
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.writes(".write", "/discount x"+kb.Enter)
	p.until("document.activeElement.id === 'f-percent'")
	p.types("90")
	p.button("Send")
	p.shows("Please complete this required field.") // of the reason; nothing was sent yet
	p.writes("#f-why", "rival cut the price")
	p.do(chromedp.Click("#f-tier", chromedp.ByQuery))
	p.types("hi" + kb.Enter)
	p.until("document.getElementById('f-tier').value === 'High'")
	p.do(chromedp.Click("#f-who", chromedp.ByQuery))
	p.types("li" + kb.Enter)
	p.until("document.querySelector('.chip')?.textContent === '李伟'")
	p.picture("form")
	p.button("Send")
	p.shows("That is more than 40.")
	kept := "[document.getElementById('f-percent').value, document.getElementById('f-why').value, document.getElementById('f-tier').value, document.querySelector('.chip').textContent].join('|')"
	want(w.t, "after the error", p.value(kept).(string), "90|rival cut the price|High|李伟")
	want(w.t, "the focus", p.value("document.activeElement.id").(string), "f-percent")
	p.picture("form-error")
	// Reloading in the middle of it loses nothing either.
	p.do(chromedp.Reload(), chromedp.WaitVisible("#f-percent", chromedp.ByQuery))
	p.until("document.querySelector('.chip')")
	want(w.t, "after reloading", p.value(kept).(string), "90|rival cut the price|High|李伟")
	p.do(chromedp.SetValue("#f-percent", "15", chromedp.ByQuery))
	p.types(kb.Enter)
	p.until("!document.querySelector('.modal[open]')")
	values := fmt.Sprint(arrives(w.t, sent))
	for _, part := range []string{"value:15", "rival cut the price", "value:high", "selected_users:[U2]", "selected_date:2026-11-27"} {
		if !strings.Contains(values, part) {
			w.t.Errorf("the app did not get %q: %s", part, values)
		}
	}
}

func formStack(w *world, chrome context.Context) {
	w.asking(aForm(), func(int, frame) any { return nil })
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.writes(".write", "/discount x"+kb.Enter)
	p.do(chromedp.WaitVisible("#f-percent", chromedp.ByQuery))
	p.types("12")
	p.button("Deeper")
	p.shows("2 of 3")
	p.button("Deeper")
	p.shows("3 of 3")
	p.picture("form-stack")
	p.types(kb.Escape)
	p.shows("2 of 3")
	p.types(kb.Escape)
	p.until("document.querySelector('.modal[open]') && !document.body.innerText.includes('of 3')")
	want(w.t, "the first form", p.value("document.getElementById('f-percent').value").(string), "12")
	p.types(kb.Escape)
	p.until("!document.querySelector('.modal[open]')")
}

func externalSelect(w *world, chrome context.Context) {
	got := make(chan string, 1)
	w.asking(aForm(), func(_ int, f frame) any {
		got <- string(mustJSON(f.Payload["view"].(map[string]any)["state"].(map[string]any)["values"].(map[string]any)["deal"]))
		return nil
	})
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.writes(".write", "/discount x"+kb.Enter)
	p.do(chromedp.WaitVisible("#f-percent", chromedp.ByQuery))
	p.types("12")
	p.writes("#f-why", "x")
	p.do(chromedp.Click("#f-deal", chromedp.ByQuery))
	p.shows("Type to search")
	p.types("Acme")
	p.shows("Acme two")
	p.types(kb.ArrowDown + kb.Enter)
	p.until("document.getElementById('f-deal').value === 'Acme two'")
	p.button("Send")
	p.until("!document.querySelector('.modal[open]')")
	if v := arrives(w.t, got); !strings.Contains(v, `"value":"2"`) {
		w.t.Errorf("the app got %s", v)
	}
}

func switching(w *world, chrome context.Context) {
	w.connect(ackAll)
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.press("[data-person=U2]")
	p.until("document.querySelector('[data-person=U2]').getAttribute('aria-checked') === 'true'")
	p.until("!document.querySelector('[data-channel=C2]')") // U2 is not in it
	p.writes(".write", "as the other"+kb.Enter)
	p.shows("李伟")
	if got := w.As("U1").Sees("C1", ""); len(got) != 1 || got[0].User != "U2" {
		w.t.Errorf("U1 sees %v", got)
	}
	p.press("[data-person=U9]")
	p.until("document.querySelector('[data-channel=C3]') && !document.querySelector('[data-channel=C1]')")
	p.do(chromedp.NavigateBack())
	p.until("document.querySelector('[data-person=U2]').getAttribute('aria-checked') === 'true'")
	// Arrows in the list of people switch, too.
	p.do(chromedp.Focus(".persona.here", chromedp.ByQuery))
	p.types(kb.ArrowUp)
	p.until("document.querySelector('[data-person=U1]').getAttribute('aria-checked') === 'true' && document.activeElement.dataset.person === 'U1'")
}

func threadPane(w *world, chrome context.Context) {
	w.connect(ackAll)
	ts := w.post("C1", "a deal")
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.do(chromedp.WaitVisible(".msg", chromedp.ByQuery))
	p.do(chromedp.Focus(".msg", chromedp.ByQuery))
	p.types(kb.Enter)
	p.until("document.activeElement.matches('.thread .write')")
	p.types("/log call")
	p.types(kb.Enter)
	p.shows("Slash commands are not supported in threads")
	p.value("document.querySelector('.thread .write').select()")
	p.types("my answer" + kb.Enter)
	p.until("document.querySelectorAll('.thread .msg').length === 2")
	p.shows("1 reply")
	if got := w.As("U2").Sees("C1", ts); len(got) != 2 || got[1].Text != "my answer" {
		w.t.Errorf("the thread is %v", got)
	}
	p.do(chromedp.Reload())
	p.until("document.querySelectorAll('.thread .msg').length === 2") // the address keeps the place
}

func ownMessages(w *world, chrome context.Context) {
	seen := make(chan string, 10)
	w.connect(func(f frame) any {
		if f.Payload["type"] == "message_action" {
			seen <- f.Payload["callback_id"].(string)
		}
		return nil
	})
	_, err := w.As("U1").Say("C1", "", "hello @li.wei & <others>")
	noError(w.t, err)
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.do(chromedp.Focus(".write", chromedp.ByQuery))
	p.until("document.querySelector('.msg')")
	p.types(kb.ArrowUp)
	p.until("document.activeElement.matches('.editor textarea')")
	want(w.t, "to edit", p.value("document.activeElement.value").(string), "hello @li.wei & <others>")
	p.types(" all" + kb.Enter)
	p.shows("(edited)")
	p.do(chromedp.Focus(".msg", chromedp.ByQuery))
	p.types("m")
	p.button("Log this")
	want(w.t, "the shortcut", arrives(w.t, seen), "log this")
	p.do(chromedp.Focus(".msg", chromedp.ByQuery))
	p.types("r")
	p.until("document.activeElement.matches('.picker input')")
	p.types(kb.ArrowRight + kb.ArrowDown + kb.ArrowUp)
	p.until("document.querySelector('.picker [aria-selected=true]').textContent === '👀'")
	p.types("tad" + kb.Enter)
	p.until("document.querySelector('.reactions .mine')?.textContent.startsWith('🎉')")
	p.press(".reactions .mine")
	p.until("!document.querySelector('.reactions')")
	p.do(chromedp.Focus(".msg", chromedp.ByQuery))
	p.types("m")
	p.button("Delete message")
	p.until("document.querySelector('dialog.box[open]')")
	p.button("Delete message")
	p.until("!document.querySelector('.msg')")
	if got := w.As("U1").Sees("C1", ""); len(got) != 0 {
		w.t.Errorf("left over: %v", got)
	}
}

func confirming(w *world, chrome context.Context) {
	clicked := make(chan string, 2)
	w.connect(func(f frame) any {
		if f.Payload["type"] == "block_actions" {
			clicked <- f.Payload["actions"].([]any)[0].(map[string]any)["action_id"].(string)
		}
		return nil
	})
	button := obj{"type": "button", "action_id": "reject", "style": "danger", "text": plainText("Reject"), "confirm": obj{"title": plainText("Reject it?"), "text": plainText("They will be told."), "confirm": plainText("Yes"), "deny": plainText("No"), "style": "danger"}}
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON([]obj{{"type": "actions", "elements": []obj{button}}})))
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.button("Reject")
	p.shows("They will be told.")
	p.picture("confirm")
	p.button("No")
	p.until("!document.querySelector('dialog[open]')")
	p.button("Reject")
	p.button("Yes")
	want(w.t, "clicked", arrives(w.t, clicked), "reject")
	if len(clicked) > 0 {
		w.t.Error("it was clicked more than once")
	}
}

func phone(w *world, chrome context.Context) {
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON(everyBlock()[:6])))
	w.post("C1", strings.Repeat("averylongwordwithoutanyspace", 20))
	p := w.browse(chrome, "as=U1&channel=C1", phoneWidth, phoneHeight)
	p.do(chromedp.WaitVisible(".msg", chromedp.ByQuery))
	fits := "[document.documentElement, document.body, ...document.querySelectorAll('.bar, .main, .list, .composer')].every((n) => n.getBoundingClientRect().width <= innerWidth && (n.matches('.bar') || n.scrollWidth <= innerWidth + 1))"
	p.until(fits)
	p.picture("phone")
	p.press(".burger")
	p.until("document.querySelector('.side').getBoundingClientRect().left === 0")
	p.press("[data-channel=C2]")
	p.until("document.querySelector('h1').textContent === 'no-bot' && !document.body.classList.contains('drawer')")
	p.do(chromedp.Evaluate("history.back()", nil))
	p.until("document.querySelector('.msg')")
	p.do(chromedp.Focus(".msg", chromedp.ByQuery))
	p.types("t")
	p.until("document.querySelector('.thread').getBoundingClientRect().width === innerWidth")
	p.press(".thread .head .iconic")
	p.until("document.getElementById('thread').hidden")
	p.until(fits)
}

func thousand(w *world, chrome context.Context) {
	w.talk(1000)
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.shows("message 999:")
	p.do(chromedp.Evaluate(scrolled+"(500)", nil, awaited))
	p.shows("message 0:")
	if n := p.value("document.querySelectorAll('.msg').length"); n != 1000.0 {
		w.t.Errorf("%v messages are there", n)
	}
	p.press("[data-channel=C2]") // and back at the end
	p.press("[data-channel=C1]")
	p.shows("message 999:")
}

// everyBlock has each block and element that may stand in a message.
func everyBlock() []obj {
	options := []obj{{"text": plainText("Low"), "value": "low"}, {"text": plainText("High"), "value": "high"}}
	mrkdwn := func(t string) obj { return obj{"type": "mrkdwn", "text": t} }
	data := func(values ...int) (out []obj) {
		for i, v := range values {
			out = append(out, obj{"label": []string{"Mon", "Tue", "Wed", "Thu", "Fri"}[i], "value": v})
		}
		return out
	}
	plot := func(kind string) obj {
		return obj{"type": kind, "series": []obj{{"name": "Calls", "data": data(12, 7, 15, 9, 4)}, {"name": "Visits", "data": data(3, 5, 2, 6, 1)}},
			"axis_config": obj{"categories": []string{"Mon", "Tue", "Wed", "Thu", "Fri"}, "y_label": "contacts"}}
	}
	return []obj{
		{"type": "header", "text": plainText("Weekly review :tada:")},
		{"type": "section", "text": mrkdwn("*Bold* _italic_ ~gone~ `code` <https://example.com|a link> <@U2> <#C1> :warning:\n> a quote\n• 赢单 *3* 个")},
		{"type": "section", "fields": []obj{mrkdwn("*Stage*\nProposal"), mrkdwn("*Amount*\n¥120,000"), mrkdwn("*Owner*\nAna"), mrkdwn("*Close*\n20 Dec")},
			"accessory": obj{"type": "overflow", "action_id": "o", "options": options}},
		{"type": "context", "elements": []obj{mrkdwn("Waiting for a manager"), {"type": "image", "image_url": "https://elsewhere.example/x.png", "alt_text": "a face"}}},
		{"type": "table", "rows": [][]obj{{{"type": "raw_text", "text": "Deal"}, {"type": "raw_text", "text": "Amount"}}, {{"type": "raw_text", "text": "D-7 华星科技"}, {"type": "raw_number", "value": 120000, "text": "120,000"}},
			{{"type": "raw_text", "text": "D-8 Acme"}, {"type": "raw_number", "value": 9}}}, "column_settings": []obj{{"align": "left"}, {"align": "right"}}},
		{"type": "data_visualization", "title": "Contacts a day", "chart": plot("bar")},
		{"type": "data_visualization", "title": "Pipeline by stage", "chart": obj{"type": "pie", "segments": []obj{{"label": "Lead", "value": 5}, {"label": "Proposal", "value": 3}, {"label": "Negotiation", "value": 2}}}},
		{"type": "divider"},
		{"type": "rich_text", "elements": []obj{{"type": "rich_text_list", "style": "ordered", "elements": []obj{{"type": "rich_text_section", "elements": []obj{{"type": "text", "text": "first", "style": obj{"bold": true}}}}}},
			{"type": "rich_text_preformatted", "elements": []obj{{"type": "text", "text": "kept  as it is"}}}}},
		{"type": "image", "image_url": "https://elsewhere.example/y.png", "alt_text": "A chart", "title": plainText("A picture")},
		{"type": "actions", "elements": []obj{{"type": "button", "action_id": "b1", "style": "primary", "text": plainText("Approve")}, {"type": "button", "action_id": "b2", "style": "danger", "text": plainText("Reject")},
			{"type": "static_select", "action_id": "s", "placeholder": plainText("Level"), "options": options}, {"type": "users_select", "action_id": "u"}, {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-27"},
			{"type": "timepicker", "action_id": "t", "initial_time": "09:30"}, {"type": "checkboxes", "action_id": "c", "options": options}, {"type": "radio_buttons", "action_id": "r", "options": options}}},
	}
}

func gallery(w *world, chrome context.Context) {
	chosen := make(chan string, 1)
	w.connect(func(f frame) any {
		if f.Payload["type"] == "block_actions" {
			chosen <- string(mustJSON(f.Payload["actions"]))
		}
		return nil
	})
	all := everyBlock()
	plots := []obj{}
	for _, kind := range []string{"line", "area"} {
		plots = append(plots, obj{"type": "data_visualization", "title": "As a " + kind, "chart": all[5]["chart"]})
	}
	text := strings.Replace(strings.Replace(string(mustJSON(plots)), `"type":"bar"`, `"type":"line"`, 1), `"type":"bar"`, `"type":"area"`, 1)
	for _, blocks := range []string{string(mustJSON(all)), text} {
		if r := w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", blocks); r.err() != "" {
			w.t.Fatal(r.messages())
		}
	}
	r := w.form("files.getUploadURLExternal", "filename", "deals.csv", "length", "5")
	resp, err := w.client.Post(r.obj["upload_url"].(string), "text/csv", strings.NewReader("a,b,c"))
	noError(w.t, err)
	resp.Body.Close()
	w.form("files.completeUploadExternal", "channel_id", "C1", "files", string(mustJSON([]obj{{"id": r.obj["file_id"], "title": "Deals"}})))

	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, 1900)
	p.shows("Deals")
	for css, count := range map[string]float64{".header": 1, ".section": 2, ".fields > div": 4, ".context .noimage": 1, ".table tr": 3, ".chart svg": 4, ".chart rect": 10, ".chart .arc": 3, ".chart .curve": 4, ".chart .area": 2,
		"ol li": 1, "pre": 1, ".list hr": 1, ".image": 1, ".actions .btn": 2, ".actions .combo": 2, ".actions input[type=date]": 1, ".actions input[type=time]": 1, ".actions input[type=checkbox]": 2, ".actions input[type=radio]": 2,
		".file": 1, ".section a.link": 1, ".section .mention": 2, ".section b": 6, ".section blockquote": 1, ".section code": 1} {
		if got := p.value(fmt.Sprintf("document.querySelectorAll('.main %s').length", strings.TrimPrefix(css, ".main "))); got != count {
			w.t.Errorf("%s: got %v, want %v", css, got, count)
		}
	}
	if got := p.value("document.querySelector('.chart svg').getAttribute('aria-label')").(string); !strings.Contains(got, "Mon Calls 12, Visits 3") {
		w.t.Errorf("the chart says %q", got)
	}
	p.picture("blocks")
	p.dark(true)
	p.picture("blocks-dark")
	p.dark(false)
	p.press(".actions input[type=radio]")
	if v := arrives(w.t, chosen); !strings.Contains(v, `"value":"low"`) {
		w.t.Errorf("the app got %s", v)
	}
	size := p.value("fetch(document.querySelector('.file').href).then((r) => r.text()).then((t) => { window.content = t })")
	_ = size
	p.until("window.content === 'a,b,c'")
}

func refusedBlocks(w *world, chrome context.Context) {
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	w.form("chat.postMessage", "channel", "C1", "text", "never shown", "blocks", `[{"type":"section","text":{"type":"mrkdwn","text":""}}]`)
	p.shows("Slack refused chat.postMessage: invalid_blocks")
	p.shows("must be more than 0 characters")
	if p.value("document.body.innerText.includes('never shown')") == true {
		w.t.Error("what Slack refused was shown")
	}
	// A form that Slack does not open is missed by whoever asked for it.
	w.asking(obj{"type": "modal", "title": plainText(strings.Repeat("long", 9)), "blocks": []obj{{"type": "divider"}}}, nil)
	p.writes(".write", "/discount x"+kb.Enter)
	p.shows("Slack refused views.open: invalid_arguments")
	p.shows("must be less than 25 characters")
	p.press("[data-person=U2]")
	p.until("document.querySelectorAll('.refusal').length === 1")
}

func twoWindows(w *world, chrome context.Context) {
	w.connect(ackAll)
	one, two := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight), w.browse(chrome, "as=U2&channel=C1", deskWidth, deskHeight)
	one.writes(".write", "from the first"+kb.Enter)
	two.shows("from the first")
	two.writes(".write", "from the second"+kb.Enter)
	one.shows("from the second")
	if got := w.As("U1").Sees("C1", ""); len(got) != 2 {
		w.t.Errorf("the channel has %q", texts(got))
	}
}

func clockMoves(w *world, chrome context.Context) {
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.until("document.querySelector('.face b')?.textContent === '10:00'") // Berlin
	p.button("+1 hour")
	p.until("document.querySelector('.face b')?.textContent === '11:00'")
	p.button("Lunch")
	p.until("document.querySelector('.face b')?.textContent === '13:00'")
	p.button("Friday 17:00")
	p.until("document.querySelector('.face').textContent.includes('Nov 27') && document.querySelector('.face b')?.textContent === '17:00'")
	p.press("[data-key=stop-to]")
	p.do(chromedp.SetValue(".todate input", "2026-11-20T09:00", chromedp.ByQuery))
	p.button("Go")
	p.shows("The clock only goes forward")
	if got := w.Now(); !got.Equal(time.Date(2026, 11, 27, 16, 0, 0, 0, time.UTC)) {
		w.t.Errorf("the clock shows %v", got)
	}
}

func homeTab(w *world, chrome context.Context) {
	w.connect(func(f frame) any {
		if f.event()["type"] == "app_home_opened" {
			go w.form("views.publish", "user_id", "U1", "view", string(mustJSON(obj{"type": "home", "blocks": []obj{{"type": "header", "text": plainText("Your deals")}}})))
		}
		return nil
	})
	p := w.browse(chrome, "as=U1&channel=DU1", deskWidth, deskHeight)
	p.button("Home")
	p.shows("Your deals")
	p.button("Messages")
	p.until("document.querySelector('.main .composer').checkVisibility()")
}

func inspecting(w *world, chrome context.Context) {
	w.connect(ackAll)
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.press("[data-key=inspector]")
	p.shows("1 connection")
	p.writes(".write", "hello"+kb.Enter)
	p.until("document.querySelector('.line.in em')?.textContent.startsWith('ack ')")
	p.press(".line.in")
	p.until("document.querySelector('.detail').textContent.includes('event_callback')")
	p.until("document.querySelector('.deliveries .acked')?.textContent.includes('socket 1')")
	p.do(chromedp.SetValue("[data-key=aim]", "chat.postMessage", chromedp.ByQuery))
	p.value("document.querySelector('[data-key=aim]').dispatchEvent(new Event('change'))")
	p.press("[data-key=lose_answer1]")
	p.shows("chat.postMessage 1 to come")
	if r := w.form("users.info", "user", "U1"); r.err() != "" { // another method's answer arrives
		w.t.Error(r.err())
	}
	p.press("[data-key=twice10]")
	p.shows("10 to come")
	p.press("[data-key=twice10] ~ .pending")
	p.until("document.querySelectorAll('.pending').length === 1")
	v := strings.NewReader("token=" + w.opt.BotToken + "&channel=C1&text=once")
	if _, err := w.client.Post(w.URL()+"/api/chat.postMessage", "application/x-www-form-urlencoded", v); err == nil {
		w.t.Error("the answer was not lost")
	}
	p.shows("answer lost")
	p.picture("inspector")
	p.until("[...document.querySelectorAll('.msg')].filter((m) => m.textContent.includes('once')).length === 1")
}

func firstSteps(w *world, chrome context.Context) {
	said := func(text string) func(context.Context) bool {
		return func(context.Context) (done bool) {
			for _, m := range w.As("U1").Sees("C1", "") {
				done = done || m.Text == text
			}
			return done
		}
	}
	w.desk.Steps = []Step{
		{ID: "one", Text: "Say one", Done: said("one"), Go: func(context.Context) Place { return Place{As: "U2", Channel: "C1", Text: "one"} }},
		{ID: "two", Text: "Say two", Done: said("two")},
	}
	w.connect(ackAll)
	p := w.browse(chrome, "as=U1&channel=C2", deskWidth, deskHeight)
	p.button("Show me")
	p.until("document.querySelector('.write').value === 'one' && document.querySelector('[data-person=U2]').getAttribute('aria-checked') === 'true'")
	p.types(kb.Enter)
	p.until("document.querySelector('[data-step=one].done')")
	p.writes(".write", "two"+kb.Enter)
	p.shows("That was a working day")
	p.press("#tour .iconic")
	p.until("document.getElementById('tour').hidden")
	p.do(chromedp.Reload())
	p.until("document.querySelector('.msg') && document.getElementById('tour').hidden")
	p.press("[data-key=tour]")
	p.until("document.querySelectorAll('#tour .done').length === 2")
}

func restarting(w *world, chrome context.Context) {
	w.post("C1", "before")
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.shows("before")
	p.writes(".write", "half a thou")
	at := strings.TrimPrefix(w.URL(), "http://")
	w.Close()
	p.shows("Connection lost. Trying again")
	again := New(w.opt)
	again.AddUser(User{ID: "U1", Name: "ana", RealName: "Ana Silva"})
	again.AddChannel(Channel{ID: "C1", Name: "sales", Members: []string{"U1", "UBOT"}})
	ts, err := again.As("U1").Say("C1", "", "after")
	noError(w.t, err)
	noError(w.t, again.Start(at))
	w.t.Cleanup(again.Close)
	p.do(chromedp.WaitVisible(".msg[data-ts='"+ts+"']", chromedp.ByQuery))
	want(w.t, "the draft", p.value("document.querySelector('.write').value").(string), "half a thou")
	p.mu.Lock()
	p.says = nil // the browser complained about the server that was not there
	p.mu.Unlock()
}

func unreadMarks(w *world, chrome context.Context) {
	w.connect(ackAll)
	w.move(time.Minute)
	p := w.browse(chrome, "as=U2&channel=DU2", deskWidth, deskHeight)
	p.until("document.querySelector('[data-channel=C1]')")
	_, err := w.As("U1").Say("C1", "", "news for @li.wei")
	noError(w.t, err)
	p.until("document.querySelector('[data-channel=C1].fresh .badge')?.textContent === '1'")
	p.press("[data-channel=C1]")
	p.shows("news for")
	p.press("[data-channel=DU2]")
	p.until("!document.querySelector('[data-channel=C1].fresh, [data-channel=C1] .badge')")
}

func bothLanguages(w *world, chrome context.Context) {
	w.desk.whole = newWhole("zh-Hans", "Acme")
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.shows("当前身份")
	words, _, _ := strings.Cut(read("words.js"), "export ")
	p.value("{" + words + `
		const names = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join()
		window.odd = [...new Set([...Object.keys(en), ...Object.keys(zh)])].filter((k) => !en[k] || !zh[k] || names(en[k]) !== names(zh[k]))
	}`)
	p.until("window.odd")
	if odd := p.value("window.odd.join()"); odd != "" {
		w.t.Errorf("these are not the same in both languages: %v", odd)
	}
}
