package demo

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"dealdesk/bot/fakeslack"
	"dealdesk/cli/demo/play"
)

var pictures = flag.String("pictures", "", "keep pictures of the playground in this `folder`")

// visitor is a browser on the page of a running demo.
type visitor struct {
	t    *testing.T
	ctx  context.Context
	desk *sample
}

// openPlayground runs the demo without input and opens its page in a browser.
func openPlayground(t *testing.T, language string) *visitor {
	t.Helper()
	chrome := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil && chrome == "" {
			chrome = found
		}
	}
	if chrome == "" {
		t.Skip("the playground is tested in a real browser, and there is no chromium here")
	}
	p := Plan{Listen: "127.0.0.1:0", Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler), page: newPlayground(language, false)}
	l, err := openSample(t.Context(), p, language, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	screen := newScreen(play.NewPlayer(l.world(), io.Discard, language), io.Discard, language == "zh")
	running, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- screen.run(running, strings.NewReader(""), p.page.turns) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chrome), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(1440, 900),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true))
	ctx, end := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(end)
	ctx, end = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // chromedp does not know every event of current browsers
	t.Cleanup(end)
	v := &visitor{t, ctx, l}
	if err := chromedp.Run(ctx, chromedp.Navigate(l.slack.URL()), chromedp.WaitVisible(".msg", chromedp.ByQuery)); err != nil {
		t.Fatal(err)
	}
	return v
}

// tab opens another window of the same browser.
func (v *visitor) tab(place string) *visitor {
	v.t.Helper()
	ctx, end := chromedp.NewContext(v.ctx)
	v.t.Cleanup(end)
	if err := chromedp.Run(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(v.desk.slack.URL()+"/#"+place),
		chromedp.WaitVisible(".msg", chromedp.ByQuery)); err != nil {
		v.t.Fatal(err)
	}
	return &visitor{v.t, ctx, v.desk}
}

func (v *visitor) until(js string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, time.Minute)
	defer cancel()
	var ok bool
	if err := chromedp.Run(ctx, chromedp.Poll("Boolean("+js+")", &ok, chromedp.WithPollingInterval(30*time.Millisecond))); err != nil {
		var body string
		_ = chromedp.Run(v.ctx, chromedp.Evaluate("document.body.innerText", &body))
		v.t.Fatalf("never true: %s (%v)\n%s", js, err, body)
	}
}

// press clicks the last visible element that matches css and contains words.
func (v *visitor) press(css, words string) {
	v.t.Helper()
	v.until(fmt.Sprintf(`((all) => {
		const last = all.findLast((b) => b.textContent.trim() === %q && b.checkVisibility())
		last?.click()
		return last
	})([...document.querySelectorAll(%q)])`, words, css))
}

func (v *visitor) picture(name string) {
	v.t.Helper()
	if *pictures == "" {
		return
	}
	var png []byte
	err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot(&png))
	if err = errors.Join(err, os.MkdirAll(*pictures, 0o755), os.WriteFile(filepath.Join(*pictures, name+".png"), png, 0o600)); err != nil {
		v.t.Fatal(err)
	}
}

// done waits until a step of the tour is completed.
func (v *visitor) done(step string) {
	v.t.Helper()
	v.until(fmt.Sprintf("document.querySelector('[data-step=%s].done')", step))
}

// count returns the length of a list on the page.
func (v *visitor) count(list string) (n int) {
	v.t.Helper()
	if err := chromedp.Run(v.ctx, chromedp.Evaluate("("+list+").length", &n)); err != nil {
		v.t.Fatal(err)
	}
	return n
}

// offers checks that the popup of the composer shows all of its lines.
func (v *visitor) offers() {
	v.t.Helper()
	v.until(`((popup) => {
		const all = [...popup.querySelectorAll('li')], b = popup.getBoundingClientRect()
		return !popup.hidden && all.length && all.every((li) => {
			const a = li.getBoundingClientRect()
			return getComputedStyle(li).opacity > 0.9 && li.textContent.trim() && a.height > 10 &&
				a.left >= b.left && a.right <= b.right + 1 && a.bottom <= b.bottom + 1
		})
	})(document.querySelector('.main .hints'))`)
}

// send sends the text in the composer of the channel.
func (v *visitor) send() {
	v.t.Helper()
	v.until("document.querySelector('.main .write').value.startsWith('/')")
	if err := chromedp.Run(v.ctx, chromedp.Evaluate("document.querySelector('.main .send').click()", nil)); err != nil {
		v.t.Fatal(err)
	}
}

func TestGuidedTourCoversAWorkingDay(t *testing.T) {
	for _, c := range []struct {
		language, show, approve, stop, channel, goal string
		buttons                                      string // of a waiting request, as a regular expression
	}{
		{"en", "Show me", "Approve", "Next stand-up", "CEAST", "Revenue · East", "^(Approve|Reject)$"},
		{"zh", "带我去", "批准", "下一次站会", "CSOUTH", "销售额 · 华南", "^(批准|驳回)$"},
	} {
		t.Run(c.language, func(t *testing.T) {
			v := openPlayground(t, c.language)
			v.picture("tour-" + c.language + "-begin")
			for _, step := range []string{"log", "move", "discount"} {
				v.press("#tour .btn", c.show)
				v.offers()
				v.send()
				v.done(step)
				v.picture("tour-" + c.language + "-" + step)
			}
			v.press("#tour .btn", c.show) // to the thread, as the manager
			v.until(fmt.Sprintf("[...document.querySelectorAll('.thread .btn')].some((b) => b.textContent === %q)", c.approve))
			v.picture("tour-" + c.language + "-approval")
			// The requester has the same thread open and sees the buttons disappear, too.
			var place string
			if err := chromedp.Run(v.ctx, chromedp.Evaluate("location.hash.slice(1)", &place)); err != nil {
				t.Fatal(err)
			}
			asker := v.tab(strings.Replace(strings.Replace(place, "as=UMEI", "as=UANA", 1), "as=UWEI", "as=ULILEI", 1))
			asker.until(fmt.Sprintf("[...document.querySelectorAll('.thread .btn')].some((b) => b.textContent === %q)", c.approve))
			v.press(".thread .btn", c.approve)
			v.done("approve")
			for _, who := range []*visitor{v, asker} {
				who.until(fmt.Sprintf("![...document.querySelectorAll('.thread .btn')].some((b) => /%s/.test(b.textContent))", c.buttons))
			}
			v.press("#tour .btn", c.show)
			v.until("document.querySelector('.stop.look')")
			if n := v.count("[...document.querySelectorAll('.stop')].filter((b) => b.getAnimations().length)"); n != 1 {
				t.Errorf("%d buttons pulse, want the one that is meant", n)
			}
			v.picture("tour-" + c.language + "-clock")
			// The digest comes while another channel is open: the step is not done before it is seen.
			v.until("document.querySelector('[data-channel^=D]')")
			if err := chromedp.Run(v.ctx, chromedp.Evaluate("document.querySelector('[data-channel^=D]').click()", nil)); err != nil {
				t.Fatal(err)
			}
			v.until("location.hash.includes('channel=D')")
			v.press(".stop", c.stop)
			v.until(fmt.Sprintf("document.querySelector('[data-channel=%s].fresh')", c.channel))
			if v.count("[...document.querySelectorAll('[data-step=standup].done')]") != 0 {
				t.Error("the stand-up is checked off, though nobody has seen the digest")
			}
			v.press("#tour .btn", c.show)
			v.done("standup")
			v.until(fmt.Sprintf("location.hash.includes(%q) && document.querySelector('.main .msg .header')", c.channel))
			v.picture("tour-" + c.language + "-standup")
			if v.count("[...document.querySelectorAll('[data-step=goals].done')]") != 0 {
				t.Error("the goals are checked off, though nobody has seen them")
			}
			v.press("#tour .btn", c.show) // to the conversation with the bot, with a question
			v.until("location.hash.includes('channel=D') && document.querySelector('.main .write').value")
			if err := chromedp.Run(v.ctx, chromedp.Evaluate("document.querySelector('.main .send').click()", nil)); err != nil {
				t.Fatal(err)
			}
			v.done("goals")
			v.until(fmt.Sprintf("[...document.querySelectorAll('.main .msg')].at(-1).textContent.includes(%q)", c.goal))
			v.picture("tour-" + c.language + "-goals")
		})
	}
}

func TestLostAnswerDoublesNoMessageOnThePage(t *testing.T) {
	v := openPlayground(t, "en")
	v.desk.slack.SetFaults(func(f *fakeslack.Faults) { f.LoseAnswer = map[string]int{"chat.postMessage": 1} })
	count := func() (n int) {
		for _, m := range v.desk.slack.As("UMEI").Sees("CEAST", "") {
			if strings.Contains(v.desk.slack.Plain(m), "Brass fittings") {
				n++
			}
		}
		return n
	}
	if err := v.desk.slack.As("UANA").Slash(t.Context(), "CEAST", "/deal", `new Acme "Brass fittings" 40k close 2026-12-20`); err != nil {
		t.Fatal(err)
	}
	lost := func(s *fakeslack.State) bool {
		for _, c := range s.Calls.All() {
			if c.Method == "chat.postMessage" && c.Status == 0 {
				return s.Faults.LoseAnswer["chat.postMessage"] == 0
			}
		}
		return false
	}
	if err := v.desk.slack.WaitFor(t.Context(), lost); err != nil {
		t.Fatal(err)
	}
	v.press(".stop", "+1 hour") // by then the bot looks for what it posted
	v.until("!document.querySelector('.clock.moving')")
	if err := v.desk.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.until("[...document.querySelectorAll('.main .msg:not(.whisper)')].filter((m) => m.textContent.includes('Brass fittings')).length === 1")
	if n := count(); n != 1 {
		t.Errorf("the card is there %d times", n)
	}
}

func TestHintsSeparateTypedTextFromItsExample(t *testing.T) {
	for line, want := range map[string]string{
		"/deal advance D-7":         "/deal advance",
		"/log call Acme 20m":        "/log",
		"/sales account new \"X\"":  "/sales account new",
		"/deal 推进 D-7":              "/deal 推进",
		"/sales account Acme":       "/sales account",
		"!approve":                  "!approve",
		"/deal D-7":                 "/deal",
		"/deal advanced the matter": "/deal",
	} {
		if got := verbIn(line, []string{"deal advance", "account", "account new", "approve", "log", "推进"}); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}
