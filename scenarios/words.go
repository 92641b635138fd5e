package scenarios

// words of a transcript.
type words struct {
	date                                                                                       string // a layout of package time; 周 becomes the weekday
	direct, thread, form, home, only, updated                                                  string
	edits, deletes, uses, opensHome, clicks, race, fills, submits, cancels, again, stop, start string
}

var english = words{
	date:   "Mon 2 Jan 2006",
	direct: "direct message", thread: " › ", form: "form", home: "home tab", only: " (only visible to them)", updated: " (updated)",
	edits: "edits the message: ", deletes: "deletes the message", uses: "message menu: ", opensHome: "opens the home tab", clicks: "clicks ", race: "at the same moment as ", fills: "fills in ",
	submits: "sends the form", cancels: "closes the form", again: "Slack delivers it once more", stop: "the bot stops", start: "the bot starts",
}

var chinese = words{
	date:   "2006年1月2日 周",
	direct: "私信", thread: " › ", form: "表单", home: "主页", only: "（仅本人可见）", updated: "（已更新）",
	edits: "编辑消息：", deletes: "删除消息", uses: "消息菜单：", opensHome: "打开主页", clicks: "点击 ", race: "同时点击，还有 ", fills: "填写",
	submits: "提交表单", cancels: "关闭表单", again: "Slack 再次投递", stop: "机器人停止", start: "机器人启动",
}
