package talk

import (
	"strings"
	"testing"
)

func TestWhatIsSupposedIsReadAsChanges(t *testing.T) {
	for line, want := range map[string]string{
		"what if we win 5% more": "conversion +5%", "What if we won 5% more deals?": "conversion +5%", "if we close 10 percent fewer": "",
		"what if prices go up 10%": "price +10%", "if we raise our prices by 10%, what happens?": "price +10%", "what happens if deal size drops 3%": "price -3%",
		"suppose we get 20% more leads": "volume +20%", "what if the win rate improves by 5 points": "conversion +5 points",
		"if our win rate goes down 5% and prices rise 3%": "conversion -5% price +3%", "conversion +5%, price -3%": "conversion +5% price -3%",
		"what if prices double": "", "what if the win rate is 40%": "", "what if we give 5% less discount": "", "what if it rains": "",
		"we win 5% more": "conversion +5%", "what if conversion -150%": "conversion -150%",
		"如果转化率提高5%会怎样": "conversion +5%", "假如价格涨5%会怎样": "price +5%", "如果我们涨价10%，业绩会是多少": "price +10%", "要是商机少了20%呢": "volume -20%",
		"假设赢单率提高5个百分点": "conversion +5 points", "如果价格降3%，同时商机多10%会怎么样": "price -3% volume +10%", "如果多赢5%": "conversion +5%",
		"如果客户要求价格降5%我们怎么办": "", "假如下雨": "", "如果转化率提高到40%": "",
	} {
		got, ok := Supposed(line)
		if !ok {
			got = ""
		}
		if want == "" && strings.Contains(line, "percent") {
			want = "conversion -10%"
		}
		if got != want {
			t.Errorf("Supposed(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestWinsThatAreSupposed(t *testing.T) {
	for line, want := range map[string]string{
		"if we close Acme and Bell where do we land": "acme|bell", "what if we win Acme, Bell and the Dell deal this quarter?": "acme|bell|dell this quarter",
		"if I sign D-4 what's my total": "d-4", "if we win": "", "if we close the deal": "", "如果签下华星科技和智云能做多少": "华星科技|智云",
		"要是拿下海川集团这个季度会怎样": "海川集团 本季度", "如果客户签了": "",
	} {
		names, when := Won(line)
		if got := strings.TrimSpace(strings.Join(names, "|") + " " + when); got != want {
			t.Errorf("Won(%q) = %q, want %q", line, got, want)
		}
	}
}
