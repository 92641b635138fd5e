package phrase

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "dealdesk/dice" // fixes what rapid draws
	"dealdesk/sales"
)

// code is the problem an error carries, "" for none.
func code(err error) string {
	var p *sales.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

func TestMoneyReadsAmountsAsTheyAreTyped(t *testing.T) {
	for _, c := range []struct {
		text, currency string
		minor          int64
	}{
		{"120k", "CNY", 120_000_00}, {"120K", "CNY", 120_000_00}, {"1.2m", "CNY", 1_200_000_00}, {"5m", "CNY", 5_000_000_00},
		{"1.5b", "CNY", 1_500_000_000_00}, {"1.5w", "CNY", 15_000_00}, {"15W", "CNY", 150_000_00}, {"2 million", "CNY", 2_000_000_00},
		{"30 k", "CNY", 30_000_00}, {"30 grand", "CNY", 30_000_00}, {"1.234k", "CNY", 1_234_00}, {"1.50", "CNY", 1_50},
		{"12万", "CNY", 120_000_00}, {"500万", "CNY", 5_000_000_00}, {"1.2亿", "CNY", 120_000_000_00}, {"12.5万元", "CNY", 125_000_00},
		{"两百万", "CNY", 2_000_000_00}, {"十二万五千", "CNY", 125_000_00}, {"3万5", "CNY", 35_000_00}, {"三千五", "CNY", 3500_00},
		{"3千5百万", "CNY", 35_000_000_00}, {"一亿零五万", "CNY", 100_050_000_00}, {"1亿5千万", "CNY", 150_000_000_00}, {"1万亿", "CNY", 1e14},
		{"一万零五元", "CNY", 10_005_00}, {"二十万", "CNY", 200_000_00}, {"一百二十万", "CNY", 1_200_000_00}, {"3百20万", "CNY", 3_200_000_00},
		{"¥1,200.50", "CNY", 1200_50}, {"￥１２０，０００", "CNY", 120_000_00}, {"1,200k", "CNY", 1_200_000_00}, {"12,345,678", "CNY", 12_345_678_00},
		{"3万美元", "USD", 30_000_00}, {"USD 12,000", "USD", 12_000_00}, {"12,000 USD", "USD", 12_000_00}, {"usd120k", "USD", 120_000_00},
		{"$1.2m", "USD", 1_200_000_00}, {"US$5", "USD", 5_00}, {"HK$1.2m", "HKD", 1_200_000_00}, {"5万港币", "HKD", 50_000_00},
		{"€1.5m", "EUR", 1_500_000_00}, {"120k€", "EUR", 120_000_00}, {"£99.99", "GBP", 99_99}, {"100 euros", "EUR", 100_00},
		{"1000日元", "JPY", 1000}, {"50万日元", "JPY", 500_000}, {"$100 CAD", "CAD", 100_00}, {"¥500 JPY", "JPY", 500}, {"rmb 300", "CNY", 300_00},
		{"人民币12万", "CNY", 120_000_00}, {"120块", "CNY", 120_00}, {"五块钱", "CNY", 5_00}, {"约12万左右", "CNY", 120_000_00}, {"~5k", "CNY", 5_000_00},
		{"  120k\u00a0", "CNY", 120_000_00}, {"120000", "CNY", 120_000_00}, {"0.5", "CNY", 50}, {"1.23456万", "CNY", 12_345_60},
	} {
		m, err := Money(c.text, "CNY")
		if want := (sales.Money{Minor: c.minor, Currency: c.currency}); err != nil || m != want {
			t.Errorf("Money(%q) = %v, %v; want %v", c.text, m, err, want)
		}
	}
}

func TestMoneyPrefersTheCallersOwnDollarAndYuan(t *testing.T) {
	for _, c := range []struct{ text, own, want string }{
		{"$5", "SGD", "SGD"}, {"$5", "CNY", "USD"}, {"$5", "EUR", "USD"}, {"5元", "HKD", "HKD"}, {"5元", "USD", "CNY"}, {"¥5", "JPY", "JPY"}, {"5 dollars", "AUD", "AUD"},
	} {
		if m, err := Money(c.text, c.own); err != nil || m.Currency != c.want {
			t.Errorf("Money(%q, %s) = %v, %v; want %s", c.text, c.own, m, err, c.want)
		}
	}
}

func TestMoneyRefusesWithAReason(t *testing.T) {
	for text, want := range map[string]string{
		"": "money.not_understood", "lots": "money.not_understood", "万": "money.not_understood", "百万": "money.not_understood",
		"1e6": "money.not_understood", "1.2.3": "money.not_understood", "15%": "money.not_understood", "100-200k": "money.not_understood",
		"1 200": "money.not_understood", "20 per month": "money.not_understood", "5 weeks": "money.not_understood", "5weeks": "money.not_understood",
		"几十万": "money.not_understood", "1亿亿": "money.not_understood", "12/20": "money.not_understood", "120kk": "money.not_understood",
		"1,20": "money.odd_commas", "12,0000": "money.odd_commas", "1.200,50": "money.odd_commas", "1,5m": "money.odd_commas", "1234,567": "money.odd_commas",
		"¥100 USD": "money.two_currencies", "$5 元": "money.two_currencies", "100 USD 200 CNY": "money.two_currencies", "3万美元+2万欧元": "money.two_currencies",
		"0": "money.not_positive", "-5k": "money.not_positive", "0.00元": "money.not_positive",
		"1.000": "money.odd_commas", "12.500": "money.odd_commas", "€1.000": "money.odd_commas", "1.234": "money.odd_commas",
		"30 m": "money.not_understood", "0.125": "money.too_precise", "1.2345": "money.too_precise", "¥100.5 JPY": "money.too_precise", "99999999亿": "money.too_large", strings.Repeat("9", 40): "money.too_large",
		"XYZ 5": "money.unknown_currency", "5 RUB": "money.unknown_currency", strings.Repeat("1", MaxText+1): "text.too_long",
	} {
		if m, err := Money(text, "CNY"); code(err) != want {
			t.Errorf("Money(%q) = %v, %v; want %s", text, m, err, want)
		}
	}
}

func TestMoneyWrittenInAnyUsualFormReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]string{"CNY", "USD", "EUR", "HKD", "JPY"}).Draw(t, "currency")
		places, _ := sales.Exponent(currency)
		m := sales.Money{Minor: rapid.Int64Range(1, maxMinor).Draw(t, "minor"), Currency: currency}
		whole, cents := m.Minor, ""
		if places == 2 {
			whole, cents = m.Minor/100, fmt.Sprintf(".%02d", m.Minor%100)
		}
		grouped := ""
		for rest := whole; ; rest /= 1000 {
			if rest < 1000 {
				grouped = fmt.Sprint(rest) + grouped
				break
			}
			grouped = fmt.Sprintf(",%03d", rest%1000) + grouped
		}
		plain := fmt.Sprint(whole) + cents
		tenThousands := fmt.Sprintf("%d.%04d%s万", whole/10000, whole%10000, strings.TrimPrefix(cents, "."))
		for _, text := range []string{
			plain + " " + currency, currency + " " + grouped + cents, strings.ToLower(currency) + plain, currency + tenThousands,
			map[string]string{"CNY": "¥", "USD": "us$", "EUR": "€", "HKD": "HK$", "JPY": "JPY"}[currency] + grouped + cents,
		} {
			if got, err := Money(text, "GBP"); err != nil || got != m {
				t.Fatalf("Money(%q) = %v, %v; want %v", text, got, err, m)
			}
		}
	})
}

func TestLeadingDiscountReadsSharesAndWhatIsLeft(t *testing.T) {
	for text, want := range map[string]sales.Percent{
		"15%": 1500, "15 %": 1500, "15": 1500, "12.5%": 1250, "１５％": 1500, "15 percent": 1500, "15% off": 1500, "0.5%": 50, "99.99%": 9999,
		"九折": 1000, "八五折": 1500, "9折": 1000, "8.5折": 1500, "85折": 1500, "98折": 200, "九五折": 500, "八点五折": 1500, "对折": 5000, "打八折": 2000, "打9.5折": 500,
		"百分之十五": 1500, "百分之12.5": 1250, "百分之二十五": 2500, "15个点": 1500, "5个百分点": 500, "优惠10%": 1000, "降8%": 800, "十个点": 1000,
		"便宜10个点": 1000, "打个85折": 1500, "打个八五折": 1500, "让利5%": 500, "让5个点": 500, "再降5个点": 500, "降了5个点": 500, "给他们优惠5%": 500, "给个九折": 1000, "申请10%折扣": 1000, "下浮5个点": 500, "九折优惠": 1000, "10个点的折扣": 1000,
		"knock 10% off": 1000, "knock 10 off": 1000, "10 percent off": 1000, "10 per cent off": 1000, "12 precent": 1200, "ten percent": 1000, "give them 15 off": 1500, "give her 15% off": 1500, "cut price by 10%": 1000, "a 10% discount": 1000, "discount of 10%": 1000, "another 5% off": 500, "10% off list": 1000, "let them have 10%": 1000,
	} {
		if p, end, err := LeadingDiscount(text); err != nil || p != want || end != len(text) {
			t.Errorf("LeadingDiscount(%q) = %d, %v; want %d", text, p, err, want)
		}
	}
	for text, want := range map[string]string{
		"": "percent.not_understood", "much": "percent.not_understood", "15m": "percent.not_understood",
		"give them 15": "percent.not_understood", "knock 10k off": "percent.not_understood", "cut it": "percent.not_understood", "up 10%": "percent.not_understood", "打8": "percent.not_understood", "便宜10": "percent.not_understood", "涨5%": "percent.not_understood", "让他们5天": "percent.not_understood",
		"折": "percent.not_understood", "150折": "percent.not_understood", "15-20%": "percent.not_understood", "1,5%": "percent.not_understood",
		"0": "percent.not_positive", "0%": "percent.not_positive", "-5%": "percent.not_positive", "10折": "percent.not_positive", "100折": "percent.not_positive",
		"100%": "percent.too_large", "150": "percent.too_large", "0折": "percent.too_large", "12.345%": "percent.too_precise", "0.15": "percent.fraction",
	} {
		if p, _, err := LeadingDiscount(text); code(err) != want {
			t.Errorf("LeadingDiscount(%q) = %d, %v; want %s", text, p, err, want)
		}
	}
}

func TestAReasonMayFollowAPercent(t *testing.T) {
	for text, rest := range map[string]string{
		"15% rival cut the price": " rival cut the price", "九折 对手降价": " 对手降价", "打八五折，老客户": "，老客户", "15 for the volume": " for the volume", "15% off, old customer": ", old customer", "knock 10% off rival cut the price": " rival cut the price", "让10个点 对手降价": " 对手降价", "打个85折，老客户": "，老客户",
	} {
		if _, end, err := LeadingDiscount(text); err != nil || text[end:] != rest {
			t.Errorf("LeadingDiscount(%q) leaves %q, %v; want %q", text, text[end:], err, rest)
		}
	}
}

func TestEveryPercentReadsBackAsShareAndAsWhatIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := sales.Percent(rapid.IntRange(1, int(sales.Hundred)-1).Draw(t, "percent"))
		texts := []string{fmt.Sprintf("%d.%02d%%", p/100, p%100), fmt.Sprintf("百分之%d.%02d", p/100, p%100)}
		if left := sales.Hundred - p; left <= 1000*10 && left >= 1 {
			texts = append(texts, fmt.Sprintf("%d.%03d折", left/1000, left%1000))
		}
		for _, text := range texts {
			if got, end, err := LeadingDiscount(text); err != nil || got != p || end != len(text) {
				t.Fatalf("LeadingDiscount(%q) = %d, %v; want %d", text, got, err, p)
			}
		}
	})
}

func TestDurationReadsLengths(t *testing.T) {
	for text, want := range map[string]int{
		"20m": 20, "20min": 20, "20 minutes": 20, "90min": 90, "1h": 60, "1 hr": 60, "1h30": 90, "1h30m": 90, "1h05": 65, "1 h 30 m": 90, "2 hours": 120,
		"1.5h": 90, "1.25 hours": 75, "half an hour": 30, "an hour": 60, "an hour and a half": 90, "1 hour 30 minutes": 90, "1 hour and 5 minutes": 65, "45": 45,
		"半小时": 30, "半个小时": 30, "20分钟": 20, "20分": 20, "一个半小时": 90, "2个半小时": 150, "两小时": 120, "三个小时": 180, "1小时30分": 90, "1小时30分钟": 90,
		"一小时半": 90, "1.5小时": 90, "一刻钟": 15, "三刻钟": 45, "两个钟头": 120, "十五分钟": 15, "１小时": 60, "半天": 240, "四十": 40,
		"half an hour or so": 30, "an hour or so": 60, "about 20 min": 20, "~20m": 20, "20-ish minutes": 20, "just under an hour": 60, "two hours": 120, "one and a half hours": 90, "1 1/2 hours": 90, "1½ hours": 90,
		"an hour and twenty minutes": 80, "three quarters of an hour": 45, "a couple of hours": 120, "forty-five minutes": 45, "a quick 10 min": 10,
		"大概二十分钟": 20, "1个半钟": 90, "俩小时": 120, "仨小时": 180, "俩半小时": 150, "40来分钟": 40, "20多分钟": 20, "一个多小时": 60, "两个来小时": 120, "大半个小时": 45, "半个多小时": 30, "将近一小时": 60, "不到半小时": 30,
		"20分钟左右": 20, "一小时二十分钟": 80, "两刻钟": 30, "1小时一刻钟": 75, "约莫半小时": 30, "半小时不到": 30, "一小时出头": 60,
	} {
		if m, err := Duration(text); err != nil || m != want {
			t.Errorf("Duration(%q) = %d, %v; want %d", text, m, err, want)
		}
	}
	for text, want := range map[string]string{
		"": "duration.not_understood", "long": "duration.not_understood", "20mg": "duration.not_understood", "1h30x": "duration.not_understood", "3M": "duration.not_understood",
		"h": "duration.not_understood", "20%": "duration.not_understood", "about 20": "duration.not_understood", "about 20 minutes of": "duration.not_understood", "a minute": "duration.not_understood", "十几分钟": "duration.not_understood", "一两个小时": "duration.not_understood", "10-15 min": "duration.not_understood",
		"0": "duration.not_positive", "0m": "duration.not_positive", "25h": "duration.too_long", "1441分钟": "duration.too_long",
	} {
		if m, err := Duration(text); code(err) != want {
			t.Errorf("Duration(%q) = %d, %v; want %s", text, m, err, want)
		}
	}
}

func TestABareNumberMayBeWhatIsLeftOrWhatIsTakenOff(t *testing.T) {
	for text, want := range map[string]BareShare{
		"8.5 友商降价": {Text: "8.5", Left: 1500, Off: 850}, "85": {Text: "85", Left: 1500, Off: 8500}, "9 老客户": {Text: "9", Left: 1000, Off: 900},
		"95": {Text: "95", Left: 500, Off: 9500}, "八八 老客户": {Text: "八八", Left: 1200, Off: 8800, han: true},
		"九": {Text: "九", Left: 1000, Off: 900, han: true}, "0.85": {Text: "0.85", Left: 1500, Off: 8500},
		"15 for the volume": {Text: "15", Left: 8500, Off: 1500}, "８５": {Text: "８５", Left: 1500, Off: 8500},
	} {
		want.End = len(want.Text)
		if b, ok := LeadingBare(text); !ok || b != want {
			t.Errorf("LeadingBare(%q) = %+v, %t; want %+v", text, b, ok, want)
		}
	}
	for _, text := range []string{"", "85%", "85 %", "九折", "8.5 折", "10个点", "百分之九", "60天账期", "60 days to pay",
		"85k", "10", "100", "50", "0", "15 off", "老客户", "2个月免费", "2 free months"} {
		if b, ok := LeadingBare(text); ok {
			t.Errorf("LeadingBare(%q) = %+v", text, b)
		}
	}
	for text, doubtful := range map[string][2]bool{"15": {false, true}, "85": {true, true}, "八五": {true, true}} {
		b, _ := LeadingBare(text)
		if got := [2]bool{b.Doubtful("en"), b.Doubtful("zh-Hans")}; got != doubtful {
			t.Errorf("LeadingBare(%q) is doubtful in English, Chinese: %v", text, got)
		}
	}
}
