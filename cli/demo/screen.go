package demo

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"dealdesk/cli/demo/play"
)

// screen is the terminal prompt of the demo. It understands the lines of stories and a few
// commands of its own.
type screen struct {
	*play.Player
	out   io.Writer
	words screenWords
	as    string // acts in lines that name nobody
}

// screenWords are the texts of the screen in one language.
type screenWords struct {
	hello  string // name, people, seconds, time, URL
	full   string // five lines to try if there is a history
	empty  string // lines to try without a history
	again  string // what to know when the records are from an earlier run
	help   string
	begins string // the person who acts first
}

func newScreen(p *play.Player, out io.Writer, zh bool) *screen {
	words := screenWords{begins: "Ana", hello: helloEN, full: TryEN, empty: TryEmptyEN, again: againEN, help: helpEN}
	if zh {
		words = screenWords{begins: "李雷", hello: helloZH, full: TryZH, empty: TryEmptyZH, again: againZH, help: helpZH}
	}
	return &screen{Player: p, out: out, words: words, as: words.begins}
}

func (s *screen) welcome(company *sample, empty bool, took time.Duration) {
	try := s.words.full
	switch {
	case company.left.any():
		try = s.words.again
	case empty:
		try = s.words.empty
	}
	fmt.Fprintf(s.out, s.words.hello+try, company.clock.Now().In(s.Zone).Format("2006-01-02 15:04"), company.slack.URL(), took.Seconds())
}

const (
	helloEN = `
Dealdesk, at work in a local Slack. Nothing here leaves this computer.
You are at Harbour Systems: team East in London (Mei manages Ana, Bob and Priya) and
team 华南 in Guangzhou (魏华 manages 李雷, 韩梅梅, 王芳 and 张伟), both under Dan.
It is %s in London.
Open %s in a browser, or type here. (All was ready in %.1f s.)
`
	TryEN = `
Try these five lines, one after the other:

  /log call Acme 20m Talked pricing, they want 15%% off. next: send quote Fri
  /deal advance Acme
  /discount Acme 15%% rival cut the price
  mei clicks Approve on Acme
  next standup

"help" shows what else there is, "show #east" the channel, "quit" ends it.
`
	TryEmptyEN = `
Try these five lines, one after the other:

  /sales account new Acme
  /deal new Acme "Data platform" 120k close 2026-12-20
  /log call Acme 20m Talked pricing. next: send quote Fri
  /deal advance Acme
  next standup

"help" shows what else there is, "show #east" the channel, "quit" ends it.
`
	againEN = `
Everything is as you left it, and the clock goes on from there. Only Slack's messages are
gone; the deals touched last have their cards again.

"help" shows what there is, "show #east" the channel, "quit" ends it.
`
	helpEN = `
You act as the person in front of the prompt; a name in front of a line is somebody else.

  /log call Acme 20m …            a slash command; /sales help lists what the bot can do
  mei /sales approvals            the same, as Mei
  in dm /deal list                typed in your direct messages; also: in #east, in D-7
  ana in D-7: !advance            a message in the deal's thread
  clicks Advance                  the newest button of that name that you see
  clicks Approve on R-1           the one that belongs to R-1
  fills reason = too early        fills in the open form and sends it; "cancels" closes it
  edits: log call Acme 30m        changes your last message; "deletes" takes it away
  tomorrow 09:30 · fri 16:00 · wait 2h          moves the clock, and what is due happens
  next standup · next review · next prompt      moves it there
  as mei · people · show #east · show D-7 · show dm · restart · quit`

	helloZH = `
Dealdesk 已在本机的 Slack 里开始工作，数据不会离开这台电脑。
公司是 Harbour Systems：华南组在广州（经理魏华，成员李雷、韩梅梅、王芳、张伟），
East 组在伦敦（经理 Mei，成员 Ana、Bob、Priya），销售总监 Dan。现在是北京时间 %s。
请用浏览器打开 %s ，也可以在这里输入。（启动用了 %.1f 秒。）
`
	TryZH = `
请依次试这五行：

  /log 电话 华星科技 20分钟 聊了价格，客户想要八五折。下一步: 周五发报价
  /deal 推进 华星科技
  /discount 华星科技 15%% 同行降价
  魏华 点击 华星科技 的批准
  下一次 站会

输入“帮助”看更多用法，“看 #south”看频道，“退出”结束。
`
	TryEmptyZH = `
请依次试这五行：

  /sales 新建客户 华星科技
  /deal 新建 华星科技 "数据平台" 86万 2026-12-20成交
  /log 电话 华星科技 20分钟 聊了价格。下一步: 周五发报价
  /deal 推进 华星科技
  下一次 站会

输入“帮助”看更多用法，“看 #south”看频道，“退出”结束。
`
	againZH = `
记录都还在，时钟接着上次继续。Slack 里的旧消息没有了，最近跟进的商机已重新发出卡片。

输入“帮助”看用法，“看 #south”看频道，“退出”结束。
`
	helpZH = `
提示符前的名字就是你现在扮演的人；行首写别人的名字，就由那个人来做。

  /log 电话 华星科技 20分钟 …      斜杠命令；/sales 帮助 列出机器人会做的事
  魏华 /sales 审批                同上，由魏华来做
  在 dm /deal 列表                在私信里输入；也可以：在 #south、在 D-7
  李雷 在 D-7: !推进              在商机的消息列里发消息
  点击 推进                       点你看到的最新一个同名按钮
  点击 R-1 的批准                 点 R-1 的那一个
  填写 原因 = 客户很急            填写打开的表单并提交；“取消”关闭表单
  改为: log 电话 华星科技 30分钟   修改你的上一条消息；“删除”把它删掉
  明天 09:30 · 周五 16:00 · 等 2h  拨动时钟，到点的事会依次发生
  下一次 站会 · 下一次 复盘        直接拨到那时
  扮演 魏华 · 人员 · 看 #south · 看 D-7 · 看 dm · 重启 · 退出`
)

// maxTyped bounds a typed line. The bot itself refuses far shorter ones.
const maxTyped = 16 << 20

// run executes lines and the turns from the page until the input or ctx ends. Meanwhile the
// clock runs, and whatever becomes due is done. Without any input, run goes on for the page.
func (s *screen) run(ctx context.Context, in io.Reader, turns <-chan turn) error {
	lines := make(chan string)
	go func() { // ends with the input; the input of a terminal outlives the program
		defer close(lines)
		scan := bufio.NewScanner(in)
		scan.Buffer(nil, maxTyped)
		for scan.Scan() {
			select {
			case lines <- scan.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	typed := false
	clock := time.NewTicker(time.Second)
	defer clock.Stop()
	for {
		fmt.Fprintf(s.out, "\n%s> ", s.as)
		for waiting := true; waiting; {
			select {
			case line, ok := <-lines:
				if !ok && !typed {
					lines = nil
					continue
				}
				typed = true
				if !ok || s.quits(line) {
					fmt.Fprintln(s.out)
					return nil
				}
				s.line(ctx, strings.TrimSpace(line))
				waiting = false
			case t := <-turns:
				fmt.Fprintln(s.out)
				t.done <- s.Do(ctx, "at "+t.to.In(s.Zone).Format("2006-01-02 15:04"))
				waiting = false
			case <-clock.C:
				if err := s.Pass(ctx); err != nil && ctx.Err() == nil {
					return err
				}
			case <-ctx.Done():
				return nil
			}
		}
	}
}

func (s *screen) quits(line string) bool {
	switch strings.TrimSpace(line) {
	case "quit", "exit", "q", "退出":
		return true
	}
	return false
}

// line executes one line: a command of the screen, or a line of a story with or without the
// person.
func (s *screen) line(ctx context.Context, line string) {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "":
		return
	case "help", "?", "帮助":
		fmt.Fprintln(s.out, s.words.help)
		return
	case "as", "扮演":
		if name, err := s.Who(strings.TrimSpace(rest)); err != nil {
			fmt.Fprintln(s.out, err)
		} else {
			s.as = name
		}
		return
	case "people", "人员":
		s.People()
		return
	case "show", "channel", "看":
		if err := s.Show(ctx, s.as, strings.TrimSpace(rest)); err != nil {
			fmt.Fprintln(s.out, err)
		}
		return
	}
	err := s.Watch(s.as)
	if err == nil {
		err = s.Do(ctx, s.whole(line))
	}
	if err != nil {
		fmt.Fprintln(s.out, err)
	}
}

// whole adds the person to a line that names nobody: "/log …", "!approve", "clicks Approve".
func (s *screen) whole(line string) string {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "今天", "明天", "周一", "周二", "周三", "周四", "周五":
		return "at " + line
	case "clicks", "fills", "submits", "cancels", "edits:", "deletes", "reacts", "opens", "in", "uses",
		"点击", "填写", "提交", "取消", "改为:", "改为：", "删除", "在", "打开主页":
		return s.as + " " + line
	case "click":
		return s.as + " clicks " + rest
	}
	if strings.HasPrefix(line, "/") {
		return s.as + " " + line
	}
	return line
}
