package phrase

import (
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

func TestADayIsCutOffTheFrontOrTheEnd(t *testing.T) {
	monday := time.Date(2026, 11, 30, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))
	for text, want := range map[string][2]string{
		"2026-11-27":                    {"2026-11-27", ""},
		"yesterday":                     {"2026-11-29", ""},
		"on Friday they signed":         {"2026-11-27", "they signed"},
		"they signed on 27 Nov":         {"2026-11-27", "they signed"},
		"they signed last Fri":          {"2026-11-27", "they signed"},
		"150k yesterday":                {"2026-11-29", "150k"},
		"yesterday, 150k":               {"2026-11-29", "150k"},
		"昨天":                            {"2026-11-29", ""},
		"昨天 15万":                        {"2026-11-29", "15万"},
		"上周五客户签了":                       {"2026-11-27", "客户签了"},
		"15万 11月27日":                    {"2026-11-27", "15万"},
		"2026-12-24":                    {"2026-12-24", ""}, // to be refused
		"tomorrow":                      {"2026-12-01", ""},
		"Dec 20":                        {"2026-12-20", ""}, // not that of last year
		"Dec 20 they promised":          {"2026-12-20", "they promised"},
		"they signed Dec 20":            {"2026-12-20", "they signed"},
		"12月20日":                        {"2026-12-20", ""},
		"Sep 2":                         {"2026-09-02", ""},
		"they pay tomorrow":             {"", "they pay tomorrow"},
		"they signed last week":         {"", "they signed last week"},
		"price monday.com":              {"", "price monday.com"},
		"great job":                     {"", "great job"},
		"150k":                          {"", "150k"},
		"2026-02-30":                    {"", "2026-02-30"},
		"":                              {"", ""},
		"half of it was never answered": {"", "half of it was never answered"},
	} {
		day, rest := CutDay(text, monday, calendar.Worktime{})
		got := [2]string{"", rest}
		if day != nil {
			got[0] = string(day.Date)
		}
		if got != want {
			t.Errorf("CutDay(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestADayInFrontOfAVerbIsMeasured(t *testing.T) {
	for text, want := range map[string]int{
		"昨天赢单": len("昨天"), "上周五赢单 D-1": len("上周五"), "11月27日赢单": len("11月27日"), "yesterday won D-1": len("yesterday"),
		"2026-11-27 won": len("2026-11-27"), "赢单": 0, "won D-1": 0, "": 0, "上周复盘": 0, "3点开会": 0,
	} {
		if got := LeadingDay(text); got != want {
			t.Errorf("LeadingDay(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestAnAmountIsCutOffTheFront(t *testing.T) {
	for text, want := range map[string]string{
		"150k they signed": "they signed", "USD 1.2 million now": "now", "15万": "", "15万，客户签了": "客户签了",
		"great job": "great job", "15ok": "15ok",
		"30 k they signed": "they signed", "30 000 they signed": "30 000 they signed", "30 m signed": "30 m signed",
	} {
		m, rest, ok := CutMoney(text, "CNY")
		if rest != want || ok == m.Zero() {
			t.Errorf("CutMoney(%q) leaves %q (%v)", text, rest, m)
		}
	}
	for text, want := range map[string]bool{"15ok": true, "$12o": true, "great job": false, "客户签了": false, "": false} {
		if StartsWithNumber(text) != want {
			t.Errorf("StartsWithNumber(%q) is not %v", text, want)
		}
	}
}

func TestAnAmountIsFoundInsideAReason(t *testing.T) {
	for text, want := range map[string]int64{
		"they signed for 18k": 18_000_00, "they signed for 18000": 18_000_00, "signed at £38,000 today": 38_000_00, "他们7.5万签了": 75_000_00,
		"以18000签了": 18_000_00, "they signed for 3 years": 0, "best offer at 20 seats": 0, "for 5000 seats": 0, "customer insists": 0,
		"老客户，直接签": 0, "": 0,
	} {
		if m, ok := AmountIn(text, "GBP"); m.Minor != want || ok != (want > 0) {
			t.Errorf("AmountIn(%q) = %v, %v; want %d", text, m, ok, want)
		}
	}
	for text, want := range map[string]string{"for £38k": "£38k", "for 38k they signed": "38k they signed", "以38万签": "38万签", "成交价：38万": "38万",
		"for the board": "for the board", "38k": "38k", "以后再说": "以后再说", "forty": "forty", "": ""} {
		if got := CutFor(text); got != want {
			t.Errorf("CutFor(%q) = %q; want %q", text, got, want)
		}
	}
}

func TestADiscountInsideWordsIsFound(t *testing.T) {
	for text, want := range map[string]struct {
		share sales.Percent
		rest  string
	}{
		"九折签的": {1000, "签的"}, "九五折签的": {500, "签的"}, "9折签了": {1000, "签了"}, "他们九折签了": {1000, "他们 签了"}, "at 10% off": {1000, "at"},
		"they signed at 10% off": {1000, "they signed at"}, "with a 10% discount": {1000, "with"}, "优惠10%签的": {1000, "签的"},
		"让了10个点": {1000, ""}, "signed with 12.5% off, old customer": {1250, "signed with , old customer"},
	} {
		if share, rest, ok := DiscountIn(text); !ok || share != want.share || rest != want.rest {
			t.Errorf("DiscountIn(%q) = %v, %q, %t; want %v", text, share, rest, ok, want)
		}
	}
	for _, text := range []string{"", "they pay 50% upfront", "100% sure", "先付30%", "他们签了", "15 people", "二期合同", "打折签的", "周五签的"} {
		if share, _, ok := DiscountIn(text); ok {
			t.Errorf("DiscountIn(%q) = %v", text, share)
		}
	}
}

func TestSignedIsNoReason(t *testing.T) {
	for _, text := range []string{"", "签的", "签了", "刚签的", "signed", "Signed!", "签下来了", "at", "成交了"} {
		if !SaysWonOnly(text) {
			t.Errorf("%q gives a reason", text)
		}
	}
	for _, text := range []string{"they signed", "客户签了", "老客户", "签了三年", "old customer", "signed for three years", "他们答应了"} {
		if SaysWonOnly(text) {
			t.Errorf("%q gives no reason", text)
		}
	}
}
