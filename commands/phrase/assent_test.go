package phrase

import "testing"

func TestAssentIsAYesAndNothingElse(t *testing.T) {
	for _, yes := range []string{
		"looks good", "Looks good to me!", "LGTM", "ok", "OK, thanks", "Sounds good, go ahead", "approved 👍", ":+1:", ":thumbsup: :+1:", ":+1::skin-tone-3:", "👍", "+1",
		"<@UANA> looks good", "fine by me.", "可以", "可以的", "可以，没问题", "同意！", "好的，谢谢", "行吧", "没问题", "我同意", "我这边可以", "批了", "<@UANA> 可以",
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
