package fakeslack

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dealdesk/bot/fakeslack/page"
)

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
			go w.form("views.publish", "user_id", "U1", "view",
				string(mustJSON(obj{"type": "home", "blocks": []obj{{"type": "header", "text": plainText("Your deals")}}})))
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
	if r := w.form("users.info", "user", "U1"); r.err() != "" { // other methods are not affected
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
	w.playground.Steps = []Step{
		{ID: "one", Text: "Say one", Done: said("one"), Go: func(context.Context) Place { return Place{As: "U2", Channel: "C1", Text: "one"} }},
		{ID: "two", Text: "Say two", Done: said("two")},
	}
	w.connect(ackAll)
	p := w.browse(chrome, "as=U1&channel=C2", deskWidth, deskHeight)
	p.button("Show me")
	p.until("document.querySelector('.write').value === 'one' " +
		"&& document.querySelector('[data-person=U2]').getAttribute('aria-checked') === 'true'")
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
	p.complaints = nil // the browser reported failed requests
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
	w.playground.built = page.Build("zh-Hans", "Acme")
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.shows("当前身份")
	source, err := os.ReadFile("page/words.js")
	noError(w.t, err)
	words, _, _ := strings.Cut(string(source), "export ")
	p.value("{" + words + `
		const names = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join()
		window.odd = [...new Set([...Object.keys(en), ...Object.keys(zh)])].filter((k) => !en[k] || !zh[k] || names(en[k]) !== names(zh[k]))
	}`)
	p.until("window.odd")
	if odd := p.value("window.odd.join()"); odd != "" {
		w.t.Errorf("these are not the same in both languages: %v", odd)
	}
}

func switching(w *world, chrome context.Context) {
	w.connect(ackAll)
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.press("[data-person=U2]")
	p.until("document.querySelector('[data-person=U2]').getAttribute('aria-checked') === 'true'")
	p.until("!document.querySelector('[data-channel=C2]')") // U2 is not in it
	p.writes(".write", "as the other"+kb.Enter)
	p.until("[...document.querySelectorAll('.main .msg')].some((m) => m.innerText.includes('as the other'))")
	if got := w.As("U1").Sees("C1", ""); len(got) != 1 || got[0].User != "U2" {
		w.t.Errorf("U1 sees %v", got)
	}
	p.press("[data-person=U9]")
	p.until("document.querySelector('[data-channel=C3]') && !document.querySelector('[data-channel=C1]')")
	p.do(chromedp.NavigateBack())
	p.until("document.querySelector('[data-person=U2]').getAttribute('aria-checked') === 'true'")
	// Arrow keys in the list of people switch, too.
	p.do(chromedp.Focus(".persona.here", chromedp.ByQuery))
	p.types(kb.ArrowUp)
	p.until("document.querySelector('[data-person=U1]').getAttribute('aria-checked') === 'true' " +
		"&& document.activeElement.dataset.person === 'U1'")
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

// fits holds when nothing is wider than the screen.
const fits = "[document.documentElement, document.body, ...document.querySelectorAll('.bar, .main, .list, .composer')].every((n) => " +
	"n.getBoundingClientRect().width <= innerWidth && (n.matches('.bar') || n.scrollWidth <= innerWidth + 1))"

func phone(w *world, chrome context.Context) {
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON(everyBlock()[:6])))
	w.post("C1", strings.Repeat("averylongwordwithoutanyspace", 20))
	p := w.browse(chrome, "as=U1&channel=C1", phoneWidth, phoneHeight)
	p.do(chromedp.WaitVisible(".msg", chromedp.ByQuery))
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

// An even narrower screen, with first steps and a form.
func smallPhone(w *world, chrome context.Context) {
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON(everyBlock()[:6])))
	w.openForms(discountForm(), func(int, frame) any { return nil })
	w.playground.Steps = []Step{{ID: "one", Text: "Say one, and say it as loudly as you can",
		Done: func(context.Context) bool { return false }, Go: func(context.Context) Place { return Place{Text: "one"} }}}
	p := w.browse(chrome, "as=U1&channel=C1", 360, 640)
	p.until("document.querySelector('.msg') && document.querySelector('.tour .now')")
	p.until(fits)
	p.until("document.querySelector('.tour').getBoundingClientRect().bottom <= document.querySelector('.main').getBoundingClientRect().top")
	p.writes(".main .write", "/discount x"+kb.Enter)
	p.until("document.querySelector('.modal[open]')?.getBoundingClientRect().width === innerWidth " +
		"&& [...document.querySelectorAll('.fill *')].every((n) => n.getBoundingClientRect().right <= innerWidth + 1)")
	p.picture("phone-form")
}
