package phrase

import "testing"

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
