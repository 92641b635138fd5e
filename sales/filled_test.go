package sales

import "testing"

func TestWordsThatSayThereIsNoValueAreNone(t *testing.T) {
	for _, text := range []string{
		"", " ", "none", "None.", "0", "zero", "not budgeted", "who knows", "NONE", "no", "n/a", "N/A", "na", "-", "--", "?", "??", "？", "...", "…", "tbd", "TBD", "tbc", "tbd (ask Tom)", "TBD - Tom asks",
		"unknown", "not known yet", "no idea", "don't know", "I don’t know", "to be defined", "not yet", "not yet defined", "no budget", "no budget yet",
		"still unknown", "none yet", "pending", "nothing", "null", "x", "xxx", `"none"`, "“tbd”", "no product", "without a budget", "unclear at the moment",
		"there isn't any", "will ask", "still open", "we'll ask them", "they didn't say", "customer has not said", "there is none", "need to check",
		"再问问", "客户没说", "回头再问", "对方还没透露", "没说", "还在谈着", "再问一下客户",
		"无", "没有", "没有。", "不知道", "待定", "未定", "待确认", "暂无", "还没定", "不清楚", "没有预算", "预算没有", "预算待定", "目前没有", "未知", "不详", "无需求", "还没有", "ＴＢＤ", "还没批", "未批", "无明确需求", "还没选", "都行", "以后定",
	} {
		if Filled(text) != "" {
			t.Errorf("%q is taken for a value", text)
		}
	}
	for _, text := range []string{
		"60k", "no budget problem", "no limits", "none of their tools scale", "nothing beats the price", "not yet approved, 60k asked", "unknown vendor out, us in",
		"open-source stack", "they didn't say no to 60k", "will ask for 60k", "ask the CFO for the plan", "open API", "问答系统", "客户没说不行，60万", "再问财务拿报表",
		"10k?", "later this year 60k", "X5", "NA region roll-out", "n8n", "no-code platform", "pending CFO: 60k", "we know it: 60k", "C", "A/B", "0.5m",
		"没有预算问题", "60万", "无代码平台", "待定价后60万", "没有系统，要上线一套", "不知道怎么排产，要排产系统", "无纸化",
	} {
		if Filled(text) != text {
			t.Errorf("%q is no value", text)
		}
	}
}
