package phrase

import (
	"strings"
	"testing"

	"dealdesk/sales"
)

func TestWordsThatHoldAnActBackAreNoReason(t *testing.T) {
	for _, held := range []string{
		"not yet", "Not yet, wait for bob", "not now", "not", "no", "no, wait", "nope", "don't", "don’t do it", "do not", "wait", "wait for bob", "hold on",
		"if they sign tomorrow", "only if they sign", "unless legal objects", "until Friday", "once they sign", "when they have signed", "as soon as they pay",
		"provided they pay", "pending legal", "subject to approval", "maybe", "never mind", "later", "almost", "great if they sign", "— not yet", "?", "really?",
		"fine unless Dan objects", "not signed yet", "after they sign", "can we?", "should we wait", "ready? not yet.",
		"next week", "next month", "yet", "no they did not sign", `"not yet"`, "“not yet”", "hopefully", "wrong deal", "cancel", "back",
		"stop", "nein", "ignore this", "oops wrong deal", "test", "draft", "just an idea", "or maybe not", "tomorrow", "in two weeks", "next friday", "in 2 weeks", "sorry, wrong one",
		"下周", "明年", "等经理同意", "再想想", "取消", "算了", "搞错了", "下个月签", "测试", "草稿", "“还没”",
		"还没有，下周再说", "还没", "没有", "没有。", "不行", "不", "不，等等", "先别", "别", "等等", "等客户签字", "等签了再说", "如果明天签约", "要是他们签了", "除非财务同意", "前提是付款",
		"尚未", "暂不", "可能", "不要", "待定", "好，如果他们签字", "先不要", "但还没签", "还不行", "行吗", "不行！", "等一下", "等下周一再签",
	} {
		if !HoldsBack(held) {
			t.Errorf("%q is taken as a reason", held)
		}
	}
	for _, denied := range []string{
		"they have not signed", "they didn't sign", "they didn’t sign", "they cancelled", "they canceled", "we lost it", "lost", "they haven't paid",
		"verbal only, contract pending", "waiting for signature", "contract pending", "lost it", "not signed",
		"客户还没签", "口头答应", "合同还没回来", "对方取消了", "丢单了",
	} {
		if !DeniesWin(denied) {
			t.Errorf("%q is taken for a win", denied)
		}
	}
	for _, slip := range []string{"wrong deal", "oops", "they cancelled", "搞错了", "客户还没签"} {
		if NotYet(slip) {
			t.Errorf("%q is no reason to take an act back", slip)
		}
	}
	for _, reason := range []string{
		"", "price not an issue", "no competitor", "they signed", "won: price not an issue", "no budget limits this year", "not a single objection",
		"nothing else to say", "three demos and no rival", "none of the rivals could deliver", "after three demos they signed", "once they saw it they signed",
		"waited three months", "don quixote signed", "ifo institute signed", "the if clause is gone", "signed once the demo ran", "holdings signed",
		"test passed", "testing went well", "back in budget", "stop-gap for Q4", "cancelled their old vendor", "open source rival", "lost to nobody else",
		"draft contract signed", "wrong product at Initech", "sorry state of their old tool", "they did not negotiate", "won back from Initech",
		"signed, go-live next week", "they decided last week", "cancelled Initech's contract", "board met, signed", "not open to rivals",
		"测试通过", "取消了竞品合同，签了我们", "客户明确表示", "下单了", "口碑好", "希望工程项目",
		"没有竞争对手", "客户不在乎价格", "等了三个月终于签了", "不差钱", "对方已签字", "价格不是问题", "客户早就不想等了",
	} {
		if DeniesWin(reason) {
			t.Errorf("%q is no reason", reason)
		}
	}
}

func TestANoteThatSaysThatItDidNotHappenIsNoContact(t *testing.T) {
	for _, c := range []string{
		"demo: no demo yet, they cancelled", "demo: not held", "demo: not held Acme", "demo: not yet", "demo: no", "demo: cancelled", "demo: was postponed to Friday",
		"demo: they cancelled", "demo: they cancelled last minute", "demo: they cancelled on us, new date Fri", "demo: customer postponed", "demo: no-show",
		"demo: tomorrow demo held", "demo: demo is next week", "demo: demo booked for next Tuesday", "demo: demo postponed", "demo: we didn't do the demo",
		"demo: did not happen", "demo: talked to Tom, no demo yet", "demo: nobody showed up", "demo: they didn't show up", "demo: the demo fell through",
		"demo: had to be postponed", "demo: no demo today because Tom is ill", "demo: tbd", "demo: client rescheduled to next week", "demo: had no demo",
		"demo: it was cancelled by the customer", "demo: moved the demo to Friday", "demo: fell through", "demo: never happened", "demo: will be next week", "demo: pushed to next week",
		"demo: skipped", "demo: demo declined", "demo: they refused the demo", "demo: tomorrow", "demo: CFO was ill so demo postponed", "demo: they want to reschedule",
		"demo: will take place on Thursday", "demo: planned for next week", "demo: they could not make it", "visit: they couldn't come", "demo: it will happen on Friday",
		"meeting: scheduled for Monday", "demo: in preparation", "visit: tomorrow they agreed", "meeting: next week, they confirmed it", "meeting: the client is unable to attend",
		"demo: 准备中", "demo: 约好周五", "meeting: 已和客户约好下周三下午", "visit: 定在明天去", "demo: 还在准备中", "visit: 客户来不了", "demo: 安排在12月3日",
		"demo: demo planned for Friday", "visit: nobody there", "demo: Cancelled.", "demo: “cancelled”",
		"meeting: cancelled", "meeting: was cancelled, new date Fri", "meeting: we got stood up", "meeting: they never came", "visit: did not go",
		"visit: couldn't visit", "call: cancelled", "call: no call today", "call: didn't call them", "call: call postponed to Monday", "email: not sent",
		"call: did not happen", "message: didn't send it", "email: no email yet", "call: they cancelled the call", "call: we had to postpone the call",
		"demo: 还没做演示", "demo: 还没约", "demo: 不做演示了", "visit: 白跑一趟", "meeting: 没开起来", "visit: 没见着人", "demo: 还没演示", "demo: 没做演示", "demo: 还没", "demo: 没有演示", "demo: 演示取消了", "demo: 客户取消了", "demo: 取消了", "demo: 客户改期到下周三",
		"demo: 改期", "demo: 明天演示", "demo: 下周再演示", "demo: 推迟到下周", "demo: 客户要求改期", "demo: 对方爽约", "demo: 客户没来", "demo: 没人来", "demo: 演示改到下周",
		"demo: 约在下周三演示", "demo: 没来得及演示", "demo: 还没做", "demo: 临时取消", "demo: 今天没演示，客户有事", "demo: 演示被取消", "demo: 演示还没做", "demo: 演示没做成",
		"visit: 没去成", "visit: 取消了", "visit: 没去现场", "meeting: 没开成", "meeting: 会议推迟了", "meeting: 没开会", "meeting: 会议延期到下月", "call: 没打电话", "call: 电话取消了",
		"email: 没发", "email: 邮件还没发",
		"visit: 客户爽约 30分钟", "visit: 改到下周 30分钟", "visit: 客户临时改到周五", "demo: cancelled 20m", "meeting: 取消了，半小时",
	} {
		kind, note, _ := strings.Cut(c, ": ")
		if !NotHeld(sales.ActivityKind(kind), note) {
			t.Errorf("%q is taken as held", c)
		}
	}
	for _, c := range []string{
		"demo: ", "demo: they cancelled the other supplier, demo went well", "demo: no budget problem", "demo: no objections", "demo: no demo account yet, but they loved it",
		"demo: rescheduled from last week", "demo: rescheduled from Monday, went well", "demo: postponed to today, all there", "demo: no decision yet", "demo: not bad",
		"demo: went well, second demo booked for Friday", "demo: next week they decide", "demo: CFO did not join, IT did", "demo: they did not show interest",
		"demo: one no-show from IT", "demo: cancelled their contract with Initech", "demo: postponed the signature", "demo: nothing to add from legal",
		"demo: will send the quote Friday", "demo: moved to proposal", "demo: no demo data needed", "demo: will send it on Thursday", "demo: CFO could not make it", "demo: planned the roll-out together", "visit: they agreed",
		"meeting: 改到二楼开的", "visit: 聊了30分钟", "demo: 推到方案阶段了",
		"meeting: they will take the place on Thursday", "demo: 约好周五签合同", "demo: 准备充分", "meeting: 约了周五出报价", "visit: 安排在二楼", "demo: tomorrow they decide", "demo: not sure about price",
		"call: no answer", "call: they cancelled the demo", "call: they cancelled", "call: project postponed to January", "call: no demo yet", "call: not interested",
		"call: demo cancelled", "call: no budget this year", "call: left a voicemail", "call: they didn't sign", "call: will call back tomorrow", "call: no, too expensive",
		"meeting: no demo yet", "meeting: they did not agree", "meeting: next meeting tomorrow", "email: they postponed the project", "note: cancelled", "note: no demo yet",
		"meeting: cancelled the old order, new one next week", "visit: no visitors", "visit: didn't meet the CFO", "call: 没人接", "call: 没打通", "call: 客户取消了",
		"demo: 没问题", "demo: 没有预算问题", "demo: 没有异议", "demo: 客户很满意", "demo: 客户取消了竞品合同", "demo: 取消了，后来又做了", "demo: 延期付款", "demo: 改成线上演示",
		"demo: 还没定预算", "demo: 没做决定", "demo: 效果不错，下周再演示一次", "demo: 约了下周签合同", "demo: 没有客户反对", "demo: 推迟上线", "visit: 没见到王总，见了李工",
		"visit: 客户不在，见了前台", "call: 项目推迟了", "call: 客户说演示取消了", "call: 明天演示", "meeting: 没有结论", "meeting: 会上没定", "call: 约了下周", "email: 合同没发",
	} {
		kind, note, _ := strings.Cut(c, ": ")
		if NotHeld(sales.ActivityKind(kind), note) {
			t.Errorf("%q is taken as not held", c)
		}
	}
}

func TestANumberThatIsNotSureIsAskedAbout(t *testing.T) {
	for words, want := range map[string]bool{
		"or 400k": true, "maybe less": true, "not so sure": true, "I don't know yet": true, "I don’t know": true, "to 400k": true, "if they sign": true,
		"not before May": true, "或40万": true, "还是再看看": true, "要不35万": true, "没想好": true, "不太确定": true, "如果签了": true, "先别": true,
		"": false, "Globex slips every year": false, "two weeks of leave": false, "要休两周": false, "客户预算砍了": false, "they are sure": false,
	} {
		if got := Unsure(words); got != want {
			t.Errorf("Unsure(%q) = %v", words, got)
		}
	}
}

func TestALongerPhraseIsNoCommand(t *testing.T) {
	for _, c := range []string{"date| night Fri", "deal date| night", "next| to the station Fri", "log| jam", "log| in please",
		"note| to self buy milk",
		"owner| of the place", "stand-up| comedy tonight", "standup| is too long", "skip| lunch", "change| of plans", "decline| in sales", "track| record is good",
		"备注|栏在哪", "下一步|棋怎么走", "下一步|怎么办", "站会|改到周五", "跳过|午饭", "请假|条", "记录|片", "补充|备注：海川", "赢单|率", "推进|会"} {
		if name, rest, _ := strings.Cut(c, "|"); !Longer(name, rest) {
			t.Errorf("%q is taken for %q", name+rest, name)
		}
	}
	for _, c := range []string{"date| Friday", "date|", "next| to do: demo Fri", "next| send the quote Fri", "log| call Acme 20m",
		"log| in-person meeting Acme 1h",
		"log| off-site visit Acme", "note| they moved", "owner| @bob", "standup| plan call them", "skip| sick", "change| 12% is fine", "decline| too early",
		"备注|客户搬家了", "下一步|周五发报价", "站会|今天写报价", "跳过|出差", "请假|明天", "记录|电话 华星", "推进|"} {
		if name, rest, _ := strings.Cut(c, "|"); Longer(name, rest) {
			t.Errorf("%q is not taken for %q", name+rest, name)
		}
	}
}
