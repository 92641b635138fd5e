package phrase

import "testing"

func TestAssentIsAYesAndNothingElse(t *testing.T) {
	for _, yes := range []string{
		"looks good", "Looks good to me!", "LGTM", "ok", "OK, thanks", "Sounds good, go ahead", "approved 👍", ":+1:", ":thumbsup: :+1:", ":+1::skin-tone-3:", "👍", "+1",
		"<@UANA> looks good", "fine by me.", "可以", "可以的", "可以，没问题", "同意！", "好的，谢谢", "行吧", "没问题", "我同意", "我这边可以", "批了", "<@UANA> 可以", "approve", "Approve!",
	} {
		if !Assent(yes) {
			t.Errorf("%q is not read as a yes", yes)
		}
	}
	for _, other := range []string{
		"", "thanks", "谢谢", "looks", "looks good but 12% at most", "ok if they sign this week", "not ok", "no", "looks good?", "可以吗？", "不可以", "不同意",
		"可以，但是最多12%", "好像不行", "行情不好", "okra", "yesterday", "approved 12% only", "go", "the deck looks good", "同意不了", "可以便宜一点", "I agree with Bob that it is too much",
	} {
		if Assent(other) {
			t.Errorf("%q is read as a yes", other)
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
		"但最多10%", "九折", "如果本周签", "前提是先付款", "不行", "不", "先别", "一半", "等财务确认", "吗", "好的，不过要先付款", "只批10%", "10个点", "除非", "下周再说",
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
