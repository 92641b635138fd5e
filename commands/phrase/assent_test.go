package phrase

import (
	"strings"
	"testing"

	"dealdesk/sales"
)

func TestAssentIsAYesAndNothingElse(t *testing.T) {
	for _, yes := range []string{
		"looks good", "Looks good to me!", "LGTM", "ok", "OK, thanks", "Sounds good, go ahead", "approved 👍", ":+1:", ":thumbsup: :+1:", ":+1::skin-tone-3:", "👍", "+1",
		"<@UANA> looks good", "fine by me.", "可以", "可以的", "可以，没问题", "同意！", "好的，谢谢", "行吧", "没问题", "我同意", "我这边可以", "批了", "<@UANA> 可以", "按这个办", "过", "过了", "可以给", "go ahead", "approve", "Approve!",
	} {
		if !Assent(yes) {
			t.Errorf("%q is not read as a yes", yes)
		}
	}
	for _, other := range []string{
		"", "thanks", "谢谢", "looks", "looks good but 12% at most", "ok if they sign this week", "not ok", "no", "looks good?", "可以吗？", "不可以", "不同意",
		"可以，但是最多12%", "好像不行", "行情不好", "okra", "yesterday", "approved 12% only", "go", "the deck looks good", "同意不了", "可以便宜一点", "过两天", "过来一下", "I agree with Bob that it is too much",
	} {
		if Assent(other) {
			t.Errorf("%q is read as a yes", other)
		}
	}
}

func TestAYesMayNameWhatItIsFor(t *testing.T) {
	for text, want := range map[string]string{"都批了": "都", "绿源可以": "绿源", "珠江纺织没问题": "珠江纺织", "蓝海的批了吧": "蓝海", "all approved": "",
		"approve them all": "", "Acme is ok": "acme"} {
		if to, ok := AssentTo(text); !ok || to != want {
			t.Errorf("%q: %q %v", text, to, ok)
		}
	}
	for _, text := range []string{"", "绿源可以吗", "绿源不可以", "绿源", "call Acme", "绿源可以，但要先付款"} {
		if to, ok := AssentTo(text); ok {
			t.Errorf("%q: %q", text, to)
		}
	}
}

func FuzzAssent(f *testing.F) {
	for _, text := range []string{"looks good", "可以的", ":+1:", "<@U1", "<@U1> ok", "\xff好"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if Assent(text) && Assent("not "+text) {
			t.Errorf("%q and its no are both a yes", text)
		}
	})
}

func TestWordsAfterAnApprovalAreDoubtfulUnlessTheyAreCourtesies(t *testing.T) {
	for _, plain := range []string{"", " ", "!", "thanks", "ok, thank you", "it", "as asked, good work 👍", "yes", ":+1:", "<@UANA> go ahead",
		"great deal!",
		"同意", "好的，谢谢", "了", "吧", "这个，辛苦了", "做得好！"} {
		if Doubtful(plain) {
			t.Errorf("%q is doubtful", plain)
		}
	}
	for _, doubt := range []string{
		"but only 10%", "10%", "ten percent", "if they sign by Friday", "no, on second thoughts not", "not", "no", "only half", "subject to legal", "pending finance",
		"provided they pay", "unless Dan objects", "once they have signed", "with net 30", "up to 12", "for one year", "?", "ok?", "maybe", "later", "after Q4",
		"good, but 12% at most", "don't", "as asked minus the free month", "the first half", "R-2 too", "half", "tomorrow", "$5k", "without the free months",
		"but", "only", "for now", "this time", "in part", "if possible", "when signed", "after they paid", "for Acme only",
		"但", "先", "等签了再说", "暂时", "这次", "部分", "？", "可以？", "好吗？", "但最多10%", "九折", "如果本周签", "前提是先付款", "不行", "不", "先别", "一半", "等财务确认", "吗", "好的，不过要先付款", "只批10%", "10个点", "除非", "下周再说",
	} {
		if !Doubtful(doubt) {
			t.Errorf("%q is a plain yes", doubt)
		}
	}
	for text, want := range map[string]bool{"approve but only 10%": true, "批准，但最多10%": true, "<@UANA> approve if they sign": true,
		"approve": false, "批准 谢谢": false, "approval takes long, but fine": false, "looks good, but who signs?": false} {
		if DoubtfulYes(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestDecisionIsANoAnotherNumberOrACondition(t *testing.T) {
	for _, text := range []string{
		"can you make it 8%?", "too much, 8 max", "no", "No.", "not at this price", "that's too low", "sorry, can't do that", "I can't approve this", "nope",
		"8?", "10", "what about 8?", "up to 8, not more", "make it 92k", "how about 10 percent", "ok but only 10%", "ok, if they sign this week", "fine with net 30",
		"approved but only 8%", "only if they sign two years", "rejected", "I disagree", "hold off", "no margin left", "the margin is too thin", "can we do less?", "lower, please", "don't approve it",
		"we won't go below that", "this doesn't work", "as long as they pay first", "<@UANA> too much", "15% is too much", "I would rather see 110k", "at least 95k", "hmm, that is a lot", "that's a bit steep",
		"最多九折，不能再低了", "不同意", "太低了", "不行", "这个折扣太大了", "能不能九五折？", "8个点可以", "改成九折", "最多降到90万", "可以，但要签两年", "同意，前提是先付款", "签两年可以",
		"同意，下不为例", "没问题，你去谈", "可以，先拿下再说", "可以给，但不能让别的客户知道", "85可以，年底前必须签", "行，就85", "可以的，你抓紧", "给到88吧",
		"再议", "先放一放，明天再说", "先付款再说", "打回去", "搞什么，太低了", "退回去重做", "改天再谈", "缓一缓", "就85", "按85走", "OK，抓紧签",
		"fine, but keep it quiet", "ok, close it this week", "not now", "let's talk tomorrow", "ok let's talk tomorrow", "send it back",
		"85 and not lower", "come on, that's too low", "pay first, then we talk", "later", "park it for now", "yes, just this once",
		"先付款才行", "再低一点吧", "再谈谈", "价格太低", "驳回", "不批", "我不同意", "恐怕不行", "百分之八", "先别批", "<@UANA> 太低了", "好的，不过最多九折", "少一点吧", "不", "approve, but " + strings.Repeat("only if they really pay at once, ", 10), "有点高", "这个价格做不了", "利润太薄了", "我批不了", "折扣大了点",
	} {
		if !Decision(text) {
			t.Errorf("%q is talk", text)
		}
		if Assent(text) {
			t.Errorf("%q is a plain yes", text)
		}
	}
	for _, talk := range []string{
		"", "thanks", "ok", "yes", "looks good", "no idea", "no news from them", "nobody called", "no problem", "not sure who that is", "I'll call them at 8",
		"the meeting is at 10:30", "call them at 10am", "they have 3 offices", "why 15%?", "who asked for 20%?", "good luck!", "let's talk about the demo", "later they signed",
		"ok, who signs?", "好的，那客户那边怎么说", "可以，谁去签？", "过两天去拜访", "改天一起吃饭", "85号楼在哪",
		"when did they sign?", "notes are in the folder", "let me look at it", "see you at 3", "D-1", "make it 10am", "only 2 days left", "nice work",
		"谢谢", "好的", "可以", "没问题", "明天8点开会", "我明天打给他们", "辛苦了", "客户什么时候签？", "为什么要八五折？", "好像是他们的采购总监", "通过他们的采购联系", "资料发我看看", "三个人参会",
		"下周三见", "行程定了吗", "half an hour late", "looks good, but who signs?", "less than a week to go", "but they called yesterday", "不太清楚", "客户不太高兴",
	} {
		if Decision(talk) {
			t.Errorf("%q is a decision", talk)
		}
	}
}

func TestFigureIsTheNumberSomebodyWantsInstead(t *testing.T) {
	for text, want := range map[string]struct {
		words string
		share sales.Percent
	}{"can you make it 8%?": {"8%", 800}, "too much, max 8": {"max 8", 800}, "8 max": {"8 max", 800},
		"make it ¥92,000": {"make it ¥92,000", 0}, "最多九折，不能再低了": {"最多九折", 1000}, "能不能九五折？": {"九五折", 500},
		"go for 12": {"go for 12", 1200}, "let's do 12": {"let's do 12", 1200}, "ok for 12": {"ok for 12", 1200},
		"how about twelve": {"how about twelve", 0}, "they would sign at 12": {"sign at 12", 1200}, "can you live with ten?": {"live with ten", 0},
		"£105k is the floor": {"£105k is the floor", 0}, "12 yes, 15 no": {"12 yes", 1200}, "would 12 do it?": {"would 12 do", 1200},
		"we met at 12 people's request": {}, "at 3pm": {}, "at 12:30": {},
		"10": {"10", 1000}, "too much": {}, "百分之八": {"百分之八", 800}, "最多降到90万": {"降到90万", 0}, "make it 92k": {"make it 92k", 0}} {
		if words, share := Figure(text); words != want.words || share != want.share {
			t.Errorf("%q: %q %d, want %v", text, words, share, want)
		}
	}
}
