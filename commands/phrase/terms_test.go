package phrase

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/sales"
)

func TestTermsReadsTheTermsAndLeavesTheReason(t *testing.T) {
	none := sales.Offer{}
	had := sales.Offer{Discount: 500, Special: sales.Special{PaymentDays: 45, FreeMonths: 1, Custom: "training"}}
	terms := func(share sales.Percent, days, months int, custom string) sales.Offer {
		return sales.Offer{Discount: share, Special: sales.Special{PaymentDays: days, FreeMonths: months, Custom: custom}}
	}
	for _, c := range []struct {
		text   string
		now    sales.Offer
		want   sales.Offer
		reason string
	}{
		{`15% net 60 2 months free terms "pays in two instalments" rival cut the price`, none, terms(1500, 60, 2, "pays in two instalments"), "rival cut the price"},
		{"八五折 账期60天 赠送2个月 条款“分两期付款” 同行降价", none, terms(1500, 60, 2, "分两期付款"), "同行降价"},
		{"八五折，账期60天，送2个月，条款：“分两期付款”，同行降价", none, terms(1500, 60, 2, "分两期付款"), "同行降价"},
		{"15% rival cut the price", none, terms(1500, 0, 0, ""), "rival cut the price"},
		{"15", none, terms(1500, 0, 0, ""), ""},
		{"net 60 they pay late everywhere", had, terms(500, 60, 1, "training"), "they pay late everywhere"},
		{"net60, 20% off and 3 months free, last offer", none, terms(2000, 60, 3, ""), "last offer"},
		{"NET-90 days", none, terms(0, 90, 0, ""), ""},
		{"60 days to pay", none, terms(0, 60, 0, ""), ""},
		{"payment terms: 60 days rival", none, terms(0, 60, 0, ""), "rival"},
		{"payment within 45 days", none, terms(0, 45, 0, ""), ""},
		{"payment 60 rival", none, terms(0, 60, 0, ""), "rival"},
		{"60-day credit, two free months", none, terms(0, 60, 2, ""), ""},
		{"a month free because of the delay", none, terms(0, 0, 1, ""), "because of the delay"},
		{"free 1 year", none, terms(0, 0, 12, ""), ""},
		{`terms "free training" + net 30`, none, terms(0, 30, 0, "free training"), ""},
		{"账期六十天 同行都给", none, terms(0, 60, 0, ""), "同行都给"},
		{"账期延长到90天", none, terms(0, 90, 0, ""), ""},
		{"账期两个月", none, terms(0, 60, 0, ""), ""},
		{"月结60天 客户要求", none, terms(0, 60, 0, ""), "客户要求"},
		{"60天账期加八八折", none, terms(1200, 60, 0, ""), ""},
		{"免费半年 老客户", none, terms(0, 0, 6, ""), "老客户"},
		{"两个月免费", none, terms(0, 0, 2, ""), ""},
		{"送一年服务", none, terms(0, 0, 12, ""), ""},
		{"九折送3个月", none, terms(1000, 0, 3, ""), ""},
		{"１５％　账期６０天", none, terms(1500, 60, 0, ""), ""},

		// Free maintenance, warranty, training or support is no free use.
		{"九折 送半年维保 竞争对手降价", none, terms(1000, 0, 0, ""), "送半年维保 竞争对手降价"},
		{"95折 送一年质保 老客户", none, terms(500, 0, 0, ""), "送一年质保 老客户"},
		{"九折，赠送六个月的技术支持", none, terms(1000, 0, 0, ""), "赠送六个月的技术支持"},
		{"九折 两个月免费培训", none, terms(1000, 0, 0, ""), "两个月免费培训"},
		{"10% six months free support", none, terms(1000, 0, 0, ""), "six months free support"},
		{"10% 6 months free of charge on-site training", none, terms(1000, 0, 0, ""), "6 months free of charge on-site training"},
		{"10% free 1 year warranty, old customer", none, terms(1000, 0, 0, ""), "free 1 year warranty, old customer"},
		{"10% net 60 2 free months of maintenance", none, terms(1000, 60, 0, ""), "2 free months of maintenance"},

		// What was granted stays, and can be taken back.
		{"0% they agreed", had, terms(0, 45, 1, "training"), "they agreed"},
		{"0", had, terms(0, 45, 1, "training"), ""},
		{"net 0", had, terms(500, 0, 1, "training"), ""},
		{"0 months free", had, terms(500, 45, 0, "training"), ""},
		{`terms ""`, had, terms(500, 45, 1, ""), ""},
		{"usual terms", had, terms(500, 0, 0, ""), ""},
		{"15% usual terms rival", had, terms(1500, 0, 0, ""), "rival"},
		{"常规条款", had, terms(500, 0, 0, ""), ""},

		// A reason may mention terms, too.
		{"net 60 50% of it upfront", none, terms(0, 60, 0, ""), "50% of it upfront"},
		{"15% 20% more than planned", none, terms(1500, 0, 0, ""), "20% more than planned"},
		{"15% rival gives net 60", none, terms(1500, 0, 0, ""), "rival gives net 60"},
		{"15% net 60 net 90 was refused", none, terms(1500, 60, 0, ""), "net 90 was refused"},
		{"15% terms are hard everywhere", none, terms(1500, 0, 0, ""), "terms are hard everywhere"},
		{"15% free training is not enough", none, terms(1500, 0, 0, ""), "free training is not enough"},
		{"15% and they sign today", none, terms(1500, 0, 0, ""), "and they sign today"},
		{"15% network in 30 days", none, terms(1500, 0, 0, ""), "network in 30 days"},
		{"15% 2 months late already", none, terms(1500, 0, 0, ""), "2 months late already"},
		{"八五折 条款太严", none, terms(1500, 0, 0, ""), "条款太严"},
		{"八五折 和同方云竞争", none, terms(1500, 0, 0, ""), "和同方云竞争"},
		{"八五折 送货要快", none, terms(1500, 0, 0, ""), "送货要快"},
	} {
		asked, end, err := Terms(c.text, c.now)
		if reason := strings.TrimSpace(c.text[end:]); err != nil || asked != c.want || reason != c.reason {
			t.Errorf("Terms(%q) = %+v, reason %q, %v; want %+v, %q", c.text, asked, reason, err, c.want, c.reason)
		}
	}
}

func TestADiscountOnTopOfAnotherIsAskedFor(t *testing.T) {
	for _, text := range []string{"another 5%", "an extra 5% off", "再降5个点", "再优惠5%", "额外让5个点"} {
		if o, _, err := Terms(text, sales.Offer{Discount: 1000}); code(err) != "percent.on_top" {
			t.Errorf("Terms(%q) on top of 10%%: %v, %v", text, o, err)
		}
		if o, _, err := Terms(text, sales.Offer{}); err != nil || o.Discount != 500 {
			t.Errorf("Terms(%q): %v, %v", text, o, err)
		}
	}
	if o, _, err := Terms("knock 15% off", sales.Offer{Discount: 1000}); err != nil || o.Discount != 1500 {
		t.Errorf("a whole discount: %v, %v", o, err)
	}
}

func TestTermsRefusesTextWithoutTerms(t *testing.T) {
	for text, want := range map[string]string{
		"": "percent.not_understood", "rival cut the price": "percent.not_understood", "terms are hard": "percent.not_understood",
		"60 days": "percent.not_understood", "60天": "percent.not_understood", "2 months": "percent.not_understood", "三个月": "percent.not_understood",
		"0.15": "percent.fraction", "-5%": "percent.not_positive", "100%": "percent.too_large", "1.234%": "percent.too_precise",
		"net": "percent.not_understood", "net 60k": "percent.not_understood", "账期很长": "percent.not_understood",
		strings.Repeat("净", MaxText+1): "text.too_long",
	} {
		if asked, end, err := Terms(text, sales.Offer{}); code(err) != want || end != 0 {
			t.Errorf("Terms(%q) = %+v, %d, %v; want %s", text, asked, end, err, want)
		}
	}
}

func TestCountReadsTheNumberOfAField(t *testing.T) {
	for text, want := range map[string]int{"": 0, " ": 0, "60": 60, "60 days": 60, "1 month": 1, "六十天": 60, "2个月": 2, "６０ 天": 60} {
		if n, ok := Count(text); !ok || n != want {
			t.Errorf("Count(%q) = %d, %v", text, n, ok)
		}
	}
	for _, text := range []string{"x", "60 people", "60 days to pay", "-1", "1.5", "net 60", "9999999"} {
		if n, ok := Count(text); ok {
			t.Errorf("Count(%q) = %d", text, n)
		}
	}
}

func FuzzTerms(f *testing.F) {
	seed(f)
	f.Add(`15% net 60 2 months free terms "x" reason`)
	f.Add("八五折 账期60天 赠送2个月 条款“分两期付款” 同行降价")
	f.Fuzz(func(t *testing.T, s string) {
		was := sales.Offer{Discount: 700, Special: sales.Special{PaymentDays: 45, FreeMonths: 1, Custom: "training"}}
		o, end, err := Terms(s, was)
		if err != nil {
			if code(err) == "" || end != 0 || o != was {
				t.Fatalf("Terms(%q) = %+v, %d, %v", s, o, end, err)
			}
			return
		}
		x := o.Special
		if end <= 0 || end > len(s) || o.Discount < 0 || o.Discount >= sales.Hundred || x.PaymentDays < 0 || x.FreeMonths < 0 ||
			!strings.Contains(s+was.Special.Custom, x.Custom) {
			t.Fatalf("Terms(%q) = %+v, %d", s, o, end)
		}
		if x.PaymentDays > 999999 || x.FreeMonths > 999999 || strings.ContainsAny(x.Custom, doubles) {
			return
		}
		share := "0%"
		if o.Discount > 0 {
			share = fmt.Sprintf("%d.%02d%%", o.Discount/100, o.Discount%100)
		}
		for _, echo := range []string{
			fmt.Sprintf(`%s net %d %d months free terms "%s"`, share, x.PaymentDays, x.FreeMonths, x.Custom),
			fmt.Sprintf("%s 账期%d天赠送%d个月条款“%s”", share, x.PaymentDays, x.FreeMonths, x.Custom),
		} {
			if again, end, err := Terms(echo, sales.Offer{}); err != nil || again != o || end != len(echo) {
				t.Fatalf("Terms(%q) = %+v, its echo %q = %+v, %d, %v", s, o, echo, again, end, err)
			}
		}
	})
}
