package demo

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dealdesk/bot/fakeslack"
	"dealdesk/cli/demo/play"
)

// phoneWidth and phoneHeight are the size of a small phone. A taller message must be scrolled.
const phoneWidth, phoneHeight = 390, 844

// ten is a team of ten in one language, on the day after a busy day.
type ten struct {
	language, team string
	names          []string
	before         []string // what each of them types the day before; % is a customer of theirs
	customers      []string
	happened       []string // later that day
	answers        []string // one per person
	numbers        []string // what must be visible without scrolling
}

var tens = []ten{
	{
		language: "en", team: "East",
		names:     []string{"Ana", "Bob", "Priya", "Tom", "Nadia", "Oskar", "Lena", "Hugo", "Ines", "Mei"},
		before:    []string{`/sales account new %`, `/deal new % Rollout 120k`, `/log call % 20m Talked pricing. next: send quote today`},
		customers: []string{"Acme", "Brightwater", "Kestrel", "Northgate", "Lumen", "Tidewater", "Alder", "Copperline", "Juniper", "Halcyon"},
		happened: []string{"Ana /deal won D-1 they signed", "Bob /deal lost D-2 price", "Priya /deal advance D-3 in a hurry",
			"Tom /discount D-4 15% rival", "Nadia /deal won D-5 they signed"},
		answers: []string{
			"done two calls and a long visit at the plant, plan send the quote to Kestrel and prepare Thursday's demo, blockers pricing sheet for the new line is missing @Bob",
			"done called Acme, plan visit Brightwater", "plan demo at Northgate, blockers: legal has had the contract for nine days and nobody can say who looks at it @Mei",
			"plan negotiate with Alder Clinics", "plan three calls", "plan visit Lumen Optics in the morning, proposal in the afternoon", "plan quote for Halcyon Air", "blockers none, plan call Foxglove",
		},
		numbers: []string{"8 of 9 answered", "10 contacts", "2 won", "1 lost", "1 deal moved", "10 new deals", "1 approval waiting",
			"Ana is blocked: pricing sheet", "No answer yet: Ines", "Away: Mei"},
	},
	{
		language: "zh", team: "华南",
		names:     []string{"李雷", "韩梅梅", "王芳", "张伟", "刘洋", "陈静", "杨帆", "赵磊", "周敏", "魏华"},
		before:    []string{"/sales 新建客户 %", "/deal 新建 % 数据平台 12万", "/log 电话 % 20分钟 聊了价格。下一步: 今天发报价"},
		customers: []string{"华星科技", "远洋保险", "东方物流", "南粤食品", "蓝海电子", "金桥地产", "明珠酒店", "岭南医药", "新程汽车", "云山教育"},
		happened: []string{"李雷 /deal 赢单 D-1 客户签了", "韩梅梅 /deal 输单 D-2 价格太高", "王芳 /deal 推进 D-3 客户很急", "张伟 /discount D-4 15% 同行降价",
			"刘洋 /deal 赢单 D-5 客户签了"},
		answers: []string{
			"昨天拜访了两家客户，今天给东方物流发报价并准备周四的演示，困难：新产品线的报价单一直没有更新 @韩梅梅",
			"昨天联系了华星，今天拜访远洋保险", "今天给明珠酒店演示，卡点：合同在法务已经九天，没人说得清在谁手上 @魏华",
			"今天和恒达机械谈价格", "今天打三个电话", "上午拜访蓝海电子，下午写方案", "今天给锦绣家居报价", "困难：没有。今天电话新程汽车",
		},
		numbers: []string{"9人中8人", "联系客户10次", "赢单2个", "输单1个", "1个商机阶段变动", "新商机10个", "1个折扣待审批", "李雷遇到困难：新产品线", "还没填：周敏", "请假：魏华"},
	},
}

// company returns a company with one team, led by the last of the ten.
func (d ten) company() play.Company {
	locale := map[string]string{"en": "en-US", "zh": "zh-CN"}[d.language]
	language := map[string]string{"en": "en", "zh": "zh-Hans"}[d.language]
	c := play.Company{Channels: []fakeslack.Channel{{ID: "CTEAM", Name: "team", Members: []string{"UBOT"}}}}
	var members []string
	for i, name := range d.names {
		id := fmt.Sprintf("U%02d", i)
		c.People = append(c.People, fakeslack.User{ID: id, Name: name, RealName: name, Locale: locale, TZ: "Asia/Shanghai"})
		c.Channels[0].Members = append(c.Channels[0].Members, id)
		members = append(members, fmt.Sprintf("%q", id))
	}
	c.Config = fmt.Sprintf("[workspace]\nlanguage = %q\ncurrency = \"CNY\"\nzone = \"Asia/Shanghai\"\n[[team]]\nid = \"team\"\nname = "+
		"%q\nchannel = \"CTEAM\"\nmanager = \"U09\"\nmembers = [%s]\n",
		language, d.team, strings.Join(members[:9], ", "))
	return c
}

func TestDigestOfTenFitsAPhone(t *testing.T) {
	for _, d := range tens {
		t.Run(d.language, func(t *testing.T) {
			ctx := t.Context()
			p := Plan{company: d.company(), clock: play.NewClock(storyBegins, false), Listen: "127.0.0.1:0", Dir: t.TempDir(),
				Log: slog.New(slog.DiscardHandler), page: newPlayground(d.language, true)}
			l, err := newLocal(p)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			})
			if err := l.Start(ctx); err != nil {
				t.Fatal(err)
			}
			player := play.NewPlayer(l.world(), io.Discard, d.language)
			do := func(line string) {
				if err := player.Do(ctx, line); err != nil {
					t.Fatalf("%s: %v", line, err)
				}
			}
			do("at 2026-11-23 15:00")
			for i, name := range d.names {
				for _, line := range d.before {
					do(name + " " + strings.ReplaceAll(line, "%", d.customers[i]))
				}
			}
			for _, line := range d.happened {
				do(line)
			}
			do(d.names[9] + " /standup leave tomorrow")
			do("at 2026-11-24 09:30")
			for i, answer := range d.answers {
				do(d.names[i] + " /standup " + answer)
			}
			do("at 2026-11-24 10:00")

			v := onPhone(t, l, "as=U08&channel=CTEAM")
			var shown struct {
				Text   string
				Height float64
			}
			last := "[...document.querySelectorAll('.main .msg')].filter((m) => m.querySelector('.header')).at(-1)"
			v.until(last)
			if err := chromedp.Run(v.ctx, chromedp.Evaluate("document.querySelector('#tour')?.remove()", nil),
				chromedp.Evaluate(last+".scrollIntoView({block: 'start'})", nil),
				chromedp.Evaluate(fmt.Sprintf("(() => { const m = %s; return {Text: m.innerText, Height: m.getBoundingClientRect().height} })()", last),
					&shown)); err != nil {
				t.Fatal(err)
			}
			v.picture("digest-phone-" + d.language)
			for _, want := range d.numbers {
				if !strings.Contains(strings.Join(strings.Fields(shown.Text), " "), want) {
					t.Errorf("the digest lacks %q", want)
				}
			}
			if shown.Height > phoneHeight*3/4 {
				t.Errorf("the digest is %.0f px high, on a phone of %d:\n%s", shown.Height, phoneHeight, shown.Text)
			}
		})
	}
}

// onPhone opens a place in a window of the size of a phone.
func onPhone(t *testing.T, l *local, place string) *visitor {
	t.Helper()
	chrome := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil && chrome == "" {
			chrome = found
		}
	}
	if chrome == "" {
		t.Skip("the phone is a real browser, and there is no chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chrome), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true))
	ctx, end := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(end)
	ctx, end = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(end)
	if err := chromedp.Run(ctx, chromedp.EmulateViewport(phoneWidth, phoneHeight), chromedp.Navigate(l.slack.URL()+"/#"+place),
		chromedp.WaitVisible(".msg", chromedp.ByQuery)); err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, ctx: ctx}
}
