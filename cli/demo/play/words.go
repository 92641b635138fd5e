package play

import "fmt"

// words are the texts of a transcript in one language.
type words struct {
	date string // a layout of package time; 周 becomes the weekday

	direct, thread, form, home, only, updated                                                  string
	edits, deletes, uses, opensHome, clicks, race, fills, submits, cancels, again, stop, start string

	// Why a line cannot be played.
	unknown, nobody, noChannel, noDeal, noCard, noMessage, noButton, manyButtons, noForm, notWritten string
	stuck, backwards, badTime, badDay, noJob, noPlan, slackSays, bare                                string
}

var english = words{
	date:   "Mon 2 Jan 2006",
	direct: "direct message", thread: " › ", form: "form", home: "home tab", only: " (only visible to them)", updated: " (updated)",
	edits: "edits the message: ", deletes: "deletes the message", uses: "message menu: ", opensHome: "opens the home tab", clicks: "clicks ",
	race: "at the same moment as ", fills: "fills in ",
	submits: "sends the form", cancels: "closes the form", again: "Slack delivers it once more", stop: "the bot stops",
	start: "the bot starts",

	unknown:   `“%s” is no line of this screen. A command begins with a slash, like /sales help; “help” shows what else there is.`,
	nobody:    "there is nobody called “%s”; “people” lists who is there",
	noChannel: "there is no channel %s", noDeal: "there is no deal %s",
	noCard:    "%[1]s has no card in a channel yet, and so no thread; a change gives it one: /deal note %[1]s we met at the fair",
	noMessage: "they see no message with “%s”",
	noButton:  "they see no button [%s]", manyButtons: "there are several buttons [%s]; say what it is on, like: clicks Approve on R-1",
	noForm: "they have no form open", notWritten: "they have not written anything yet",
	stuck:     "this takes longer than usual; what is still under way shows with the next line",
	backwards: "the clock only goes forward; it is %s", badTime: "“%s” is no time like 09:30",
	badDay: "“%s” is no day like tomorrow, fri or 2026-11-23",
	noJob:  "there is no “%s” to wait for; try next standup, next review, next prompt", noPlan: "nothing is planned",
	slackSays: "slack says: ",
	bare:      "nothing is here yet",
}

var chinese = words{
	date:   "2006年1月2日 周",
	direct: "私信", thread: " › ", form: "表单", home: "主页", only: "（仅本人可见）", updated: "（已更新）",
	edits: "编辑消息：", deletes: "删除消息", uses: "消息菜单：", opensHome: "打开主页", clicks: "点击 ", race: "同时点击，还有 ", fills: "填写",
	submits: "提交表单", cancels: "关闭表单", again: "Slack 再次投递", stop: "机器人停止", start: "机器人启动",

	unknown:   `看不懂“%s”。命令以斜杠开头，比如 /sales 帮助；输入“帮助”看其他用法。`,
	nobody:    "没有叫“%s”的人；输入“人员”看都有谁",
	noChannel: "没有频道 %s", noDeal: "没有商机 %s",
	noCard:    "%[1]s 在频道里还没有卡片，也就没有消息列；改一下就有了：/deal 备注 %[1]s 展会上见过",
	noMessage: "看不到含有“%s”的消息",
	noButton:  "看不到 [%s] 这个按钮", manyButtons: "有好几个 [%s] 按钮，请说明是哪一个，比如：点击 R-1 的批准",
	noForm: "没有打开的表单", notWritten: "还没有发过消息",
	stuck:     "这次比平时慢；还没处理完的，会在下一行之后显示",
	backwards: "时钟只能往前拨，现在是 %s", badTime: "“%s”不是时间，请写成 09:30 这样", badDay: "“%s”不是日期，请写成 明天、周五 或 2026-11-23",
	noJob: "没有“%s”可以等；可以试试 下一次 站会、下一次 复盘", noPlan: "没有安排", slackSays: "Slack 提示：",
	bare: "这里还没有消息",
}

// mistake is the reason why a line cannot be played, in the language of the transcript.
type mistake string

func (m mistake) Error() string { return string(m) }

func mistaken(format string, args ...any) error { return mistake(fmt.Sprintf(format, args...)) }
