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

// patience bounds each wait. A good page never needs it, not even on a busy machine.
const patience = time.Minute

var pictures = flag.String("pictures", "", "save screenshots of the page in this `folder`")

// browser starts a browser for a test and its subtests.
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
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // ignore events that chromedp does not know
	t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// tab is one open page. Messages on its console fail the test.
type tab struct {
	t          testing.TB
	ctx        context.Context
	mu         sync.Mutex
	complaints []string
}

// browse opens the page at a place, in a window of this size.
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
				p.complaints = append(p.complaints, "it asked for "+e.Request.URL)
			}
		case *runtime.EventExceptionThrown:
			p.complaints = append(p.complaints, e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			p.complaints = append(p.complaints, fmt.Sprintf("%s %s", e.Type, e.Args[0].Value))
		case *log.EventEntryAdded:
			p.complaints = append(p.complaints, e.Entry.Text)
		}
	})
	w.t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.complaints) > 0 {
			w.t.Errorf("the console says: %s", strings.Join(p.complaints, "\n"))
		}
	})
	noError(w.t, chromedp.Run(ctx)) // the tab lives as long as this context
	p.do(network.Enable(), front.BringToFront(), emulation.SetFocusEmulationEnabled(true), chromedp.EmulateViewport(width, height),
		chromedp.Navigate(w.URL()+"/#"+place), chromedp.WaitVisible(".main .composer", chromedp.ByQuery))
	return p
}

func (p *tab) do(actions ...chromedp.Action) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// until waits until an expression is true in the page.
func (p *tab) until(js string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	var ok bool
	if err := chromedp.Run(ctx, chromedp.Poll("Boolean("+js+")", &ok, chromedp.WithPollingInterval(20*time.Millisecond))); err != nil {
		var body string
		_ = chromedp.Run(p.ctx, chromedp.Evaluate("document.body.innerText", &body))
		p.t.Fatalf("never true: %s (%v)\n%s", js, err, body)
	}
}

// shows waits until the text is on the page.
func (p *tab) shows(words string) {
	p.t.Helper()
	p.until(fmt.Sprintf("document.body.innerText.includes(%q)", words))
}

func (p *tab) value(js string) (v any) {
	p.t.Helper()
	p.do(chromedp.Evaluate(js, &v))
	return v
}

// press clicks in the middle of an element once it has been still for some frames and nothing
// covers it: the list moves while late heights come in, and a click would hit what moved there.
func (p *tab) press(css string) {
	p.t.Helper()
	var at []float64
	find := fmt.Sprintf(`(async () => {
		const frame = () => new Promise(requestAnimationFrame)
		for (let still = 0, x, y; ;) {
			await frame()
			const e = document.querySelector(%q)
			if (!e) continue
			e.scrollIntoView({ block: 'nearest' })
			const r = e.getBoundingClientRect(), was = [x, y]
			x = r.x + r.width / 2
			y = r.y + r.height / 2
			const hit = document.elementFromPoint(x, y)
			const clear = e.contains(hit) || hit?.closest('label')?.control === e
			still = clear && was[0] === x && was[1] === y ? still + 1 : 0
			if (still === 5) return [x, y]
		}
	})()`, css)
	awaited := func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }
	p.do(chromedp.Evaluate(find, &at, awaited), chromedp.ActionFunc(func(ctx context.Context) error {
		return chromedp.MouseClickXY(at[0], at[1]).Do(ctx)
	}))
}

// button presses the last visible button with this label.
func (p *tab) button(label string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`((all) => {
		const last = all.findLast((b) => b.textContent.trim() === %q && b.checkVisibility())
		last?.click()
		return last
	})([...document.querySelectorAll('button')])`, label))
}

// types presses keys. A key and its character are one event, as on a keyboard, so a key
// that the page handles types nothing.
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

// picture saves a screenshot if -pictures is set.
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

// receive returns the next value that the app got.
func receive[T any](t testing.TB, from <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(patience):
		t.Fatal("the app got nothing")
	}
	return v
}

const (
	deskWidth, deskHeight   = 1440, 900
	phoneWidth, phoneHeight = 390, 780
)

func TestPageInABrowser(t *testing.T) {
	chrome := browser(t)
	for name, test := range map[string]func(*world, context.Context){
		"commands are completed and sent by keyboard":        keyboard,
		"hostile text stays text":                            hostile,
		"a form with errors keeps what was typed":            formErrors,
		"focus_on_load moves the focus":                      focusOnLoad,
		"forms stack, and Escape closes the top one":         formStack,
		"an external select asks the app":                    externalSelect,
		"a click switches the person":                        switching,
		"a thread opens in a side pane":                      threadPane,
		"own messages can be edited, deleted and reacted to": ownMessages,
		"a button asks for confirmation":                     confirming,
		"a phone shows everything within its width":          phone,
		"a small phone shows first steps and a form":         smallPhone,
		"a thousand messages scroll":                         thousand,
		"every block is drawn":                               gallery,
		"what Slack refuses is shown as its error":           refusedBlocks,
		"two windows show the same":                          twoWindows,
		"the clock moves, and does not go back":              clockMoves,
		"the home tab is opened and drawn":                   homeTab,
		"the inspector shows traffic and causes faults":      inspecting,
		"first steps are checked off and can be hidden":      firstSteps,
		"the page has the same words in both languages":      bothLanguages,
		"unread marks disappear when the channel is read":    unreadMarks,
		"everything can be reached by keyboard":              reachable,
		"the page reconnects to a restarted server":          restarting,
		"everything has a name and enough contrast":          accessible,
		"files are shared by button and by drop":             sharing,
		"a form takes files":                                 fileInput,
		"markdown is formatted":                              markdown,
		"text that is expensive to parse is drawn":           heavyText,
		"a data table is sorted, filtered and paged":         dataTable,
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, withPage, func(o *Options) {
				o.Page.Hints = []Hint{{"/log ", "/log call Acme 20m", "Log a call"}, {"/deal advance ", "/deal advance D-7", "Move a deal on"},
					{"/deal new ", "/deal new Acme", "Open a deal"}, {"!approve ", "!approve", "Approve"}}
				o.Page.Shortcuts = []Hint{{"log this", "Log this", "Keep it"}}
			})
			w.playground.Clock = clockOf{w}
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
	p.shows("Move a deal on") // the hint stays visible while the arguments are typed
	p.types("D-7" + kb.Enter)
	p.shows("heard advance D-7")
	p.until("document.querySelector('.write').value === ''")
	p.shows("Only visible to you")
	p.types("hi @li")
	p.until("document.querySelector('.hints [aria-selected=true]').textContent.includes('李伟')")
	p.types(kb.Enter + kb.Enter)
	p.until("document.querySelector('.msg .mention')?.textContent === '@li.wei'")
	// Messages can be reached by keyboard, too.
	p.do(chromedp.Focus(".list", chromedp.ByQuery))
	p.types(kb.ArrowUp)
	p.until("document.activeElement.matches('.msg')")
	p.types("t")
	p.until("!document.getElementById('thread').hidden && document.activeElement.closest('.thread')")
	p.types(kb.Escape)
	p.until("document.getElementById('thread').hidden")
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
	p.until("document.querySelectorAll('.thread .msg').length === 2") // the URL keeps the place
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
	want(w.t, "the shortcut", receive(w.t, seen), "log this")
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

func thousand(w *world, chrome context.Context) {
	w.fillChannel(1000)
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.shows("message 999:")
	p.do(chromedp.Evaluate(scrollUp+"(500)", nil, awaited))
	p.shows("message 0:")
	if n := p.value("document.querySelectorAll('.msg').length"); n != 1000.0 {
		w.t.Errorf("%v messages are there", n)
	}
	p.press("[data-channel=C2]") // coming back shows the end of the list
	p.press("[data-channel=C1]")
	p.shows("message 999:")
}
