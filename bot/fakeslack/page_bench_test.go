package fakeslack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	front "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// fillChannel posts n messages of different lengths by two people.
func (w *world) fillChannel(n int) {
	w.t.Helper()
	for i := range n {
		_, err := w.As([]string{"U1", "U2"}[i/3%2]).Say("C1", "", fmt.Sprintf("message %d: %s", i, strings.Repeat("talk ", i%40)))
		noError(w.t, err)
	}
}

func awaited(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }

// firstPaints waits for the first paint and the first paint of a message, in ms since the
// page was requested.
const firstPaints = `new Promise((done) => {
	let first = 0, messages = 0
	const seen = () => first && messages && done([first, messages])
	new PerformanceObserver((l) => { first ||= l.getEntriesByName('first-contentful-paint')[0]?.startTime; seen() }).observe({ type: 'paint', buffered: true })
	new PerformanceObserver((l) => { messages ||= l.getEntries().find((e) => e.element?.closest('.msg'))?.startTime; seen() }).observe({ type: 'largest-contentful-paint', buffered: true })
})`

// BenchmarkFirstPaint opens a channel of 1,000 messages with an empty browser cache. It
// reports when the first text and the messages appeared.
func BenchmarkFirstPaint(b *testing.B) {
	chrome := browser(b)
	w := start(b, withPage)
	w.fillChannel(1000)
	var first, messages, work []float64
	for b.Loop() {
		p := &tab{t: b}
		var close context.CancelFunc
		p.ctx, close = chromedp.NewContext(chrome)
		noError(b, chromedp.Run(p.ctx)) // the tab lives as long as this context
		var at []float64
		worked := p.works()
		p.do(network.ClearBrowserCache(), front.BringToFront(), chromedp.EmulateViewport(deskWidth, deskHeight),
			chromedp.Navigate(w.URL()+"/#as=U1&channel=C1"), chromedp.Evaluate(firstPaints, &at, awaited))
		first, messages, work = append(first, at[0]), append(messages, at[1]), append(work, worked())
		close()
	}
	report(b, "first-paint", first)
	report(b, "messages", messages)
	report(b, "work", work)
}

// works starts to measure the CPU time of the page's main thread, which other load hardly
// disturbs. The returned function gives the ms since then.
func (p *tab) works() func() float64 {
	p.do(performance.Enable().WithTimeDomain(performance.EnableTimeDomainThreadTicks))
	total := func() (ms float64) {
		p.do(chromedp.ActionFunc(func(ctx context.Context) error {
			all, err := performance.GetMetrics().Do(ctx)
			for _, m := range all {
				if m.Name == "TaskDuration" {
					ms = m.Value * 1000
				}
			}
			return err
		}))
		return ms
	}
	before := total()
	return func() float64 { return total() - before }
}

// report reports the median and the best time; other load disturbs the best time least.
func report(b *testing.B, what string, ms []float64) {
	slices.Sort(ms)
	b.ReportMetric(ms[len(ms)/2], what+"-ms")
	b.ReportMetric(ms[0], what+"-best-ms")
	b.ReportMetric(0, "ns/op") // it would include the start of the browser tab
}

// scrollUp scrolls up by some pixels per frame to the first message. It returns the
// duration of each frame and of each long task.
const scrollUp = `((by) => new Promise((done) => {
	const list = document.querySelector('.list'), frames = [], busy = []
	new PerformanceObserver((l) => busy.push(...l.getEntries().map((e) => e.duration))).observe({ type: 'longtask' })
	let last = performance.now()
	const step = (now) => {
		frames.push(now - last)
		last = now
		if (document.querySelector('.beginning') && list.scrollTop === 0 || frames.length > 5000) return done({ frames, busy })
		list.scrollTop -= by
		requestAnimationFrame(step)
	}
	requestAnimationFrame(step)
}))`

// BenchmarkScroll scrolls through 1,000 messages, eight screens per second. A frame has
// 16.7 ms; people notice tasks above 50 ms.
func BenchmarkScroll(b *testing.B) {
	chrome := browser(b)
	w := start(b, withPage)
	w.fillChannel(1000)
	var frames, busy []float64
	var work float64
	for b.Loop() {
		p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
		p.shows("message 999:")
		var went struct{ Frames, Busy []float64 }
		worked := p.works()
		p.do(chromedp.Evaluate(scrollUp+"(120)", &went, awaited))
		work += worked()
		p.shows("message 0:")
		frames, busy = append(frames, went.Frames...), append(busy, went.Busy...)
		noError(b, chromedp.Cancel(p.ctx))
	}
	slices.Sort(frames)
	b.ReportMetric(frames[len(frames)/2], "frame-ms")
	b.ReportMetric(frames[len(frames)*99/100], "frame-p99-ms")
	b.ReportMetric(work/float64(len(frames)), "work-ms/frame")
	b.ReportMetric(float64(len(busy))/float64(b.N), "long-tasks/op")
	b.ReportMetric(0, "ns/op")
}
