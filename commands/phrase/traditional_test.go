package phrase

import (
	"reflect"
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Each line is read as its simplified one is, and what is kept of it is what was typed.
func TestTraditionalLinesAreReadLikeSimplifiedOnes(t *testing.T) {
	x := NewIndex([]Named{{"A-1", "华星科技"}, {"A-2", "騰飛物流"}, {"A-3", "遠洋集團"}})
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: func(text string) int { return x.Known(text, nil) }}
	for line, want := range map[string]Log{
		"拜訪華星科技一個小時":             {Kind: "visit", About: "華星科技", Minutes: 60},
		"電話 騰飛物流 20分鐘":           {Kind: "call", About: "騰飛物流", Minutes: 20},
		"電話 腾飞物流 20分鐘":           {Kind: "call", About: "腾飞物流", Minutes: 20},
		"會議 華星科技 兩個小時 討論價錢":      {Kind: "meeting", About: "華星科技", Minutes: 120, Note: "討論價錢"},
		"拜訪 華星科技 1小時 客戶想要九折":     {Kind: "visit", About: "華星科技", Minutes: 60, Note: "客戶想要九折"},
		"給華星科技打了個電話 15分鐘":        {Kind: "call", About: "華星科技", Minutes: 15},
		"演示 遠洋 半個小時":             {Kind: "demo", About: "遠洋", Minutes: 30},
		"微信 騰飛物流 報價發了":           {Kind: "message", About: "騰飛物流", Note: "報價發了"},
		"郵件 華星科技 合約發過去了":         {Kind: "email", About: "華星科技", Note: "合約發過去了"},
		"拜訪 華星科技 兩個鐘頭":           {Kind: "visit", About: "華星科技", Minutes: 120},
		"電話 華星科技 意向4 很感興趣":       {Kind: "call", About: "華星科技", Intent: 4, Note: "很感興趣"},
		"見面 華星科技 一個半小時 談了合約":     {Kind: "meeting", About: "華星科技", Minutes: 90, Note: "談了合約"},
		"和華星科技開會 45分鐘":           {Kind: "meeting", About: "華星科技", Minutes: 45},
		"華星科技 陳總 電話 10分鐘 決定下個月簽": {Kind: "call", About: "華星科技", Person: "陳總", Minutes: 10, Note: "決定下個月簽"},
	} {
		got, err := ReadLog(line, o)
		if err != nil || got.Kind != want.Kind || got.About != want.About || got.Minutes != want.Minutes || got.Note != want.Note ||
			got.Intent != want.Intent || got.Person != want.Person {
			t.Errorf("%q: %+v, %v", line, got, err)
		}
	}
	l, err := ReadLog("拜訪 華星科技 1小時 客戶滿意。下一步: 下週三報價", o)
	if err != nil || l.Next != "報價" || l.NextDue == nil || l.NextDue.Date != "2026-11-25" || l.Note != "客戶滿意。" {
		t.Errorf("next step: %+v, %v", l, err)
	}
}

func TestTraditionalMoneyDatesAndLengthsAreRead(t *testing.T) {
	for _, text := range []string{"兩百萬", "1.5億", "十二萬元", "三千塊", "一億兩千萬", "5萬元整"} {
		got, err := Money(text, "CNY")
		want, wrong := Money(sales.Simplified(text), "CNY")
		if err != nil || wrong != nil || got != want {
			t.Errorf("Money(%q) = %v, %v, want %v, %v", text, got, err, want, wrong)
		}
	}
	for _, text := range []string{"下週三", "後天", "12月5號", "下個月底", "明天下午3點", "週五上午十點半", "兩週後", "3個月後", "禮拜二", "這週五"} {
		got, err := When(text, wednesday, calendar.Worktime{})
		want, wrong := When(sales.Simplified(text), wednesday, calendar.Worktime{})
		if err != nil || wrong != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("When(%q) = %v, %v, want %v, %v", text, got, err, want, wrong)
		}
	}
	for text, want := range map[string]int{"20分鐘": 20, "一個小時": 60, "兩個鐘頭": 120, "一個半小時": 90, "半個鐘頭": 30, "一刻鐘": 15} {
		if got, err := Duration(text); err != nil || got != want {
			t.Errorf("Duration(%q) = %d, %v", text, got, err)
		}
	}
}

func TestTraditionalWordsAreHeard(t *testing.T) {
	for name, reader := range map[string]struct {
		reads func(string) bool
		lines []string
	}{
		"not yet":  {NotYet, []string{"還沒簽", "還沒", "等客戶簽約", "等財務", "暫緩", "如果客戶同意", "沒談完", "暫不簽", "測試一下"}},
		"refuses":  {Refuses, []string{"不準", "太貴", "價格太低", "過幾天再說", "再談談", "退回去", "別給", "優惠太大"}},
		"assent":   {Assent, []string{"沒問題", "準了", "可以給", "沒意見", "通過", "就這麼辦"}},
		"hides":    {HiddenTerms, []string{"送三個月", "承諾返點", "驗收後付款", "補貼他們", "贈送兩套"}},
		"decision": {Decision, []string{"最多給八折", "先簽約再說", "太貴了"}},
		"doubtful": {Doubtful, []string{"但客戶要先付款", "需要財務確認"}},
		"nothing":  {Nothing, []string{"沒有", "暫無", "無", "沒問題", "沒有困難"}},
	} {
		for _, line := range reader.lines {
			if !reader.reads(line) {
				t.Errorf("%s: %q is not heard, simplified: %v", name, line, reader.reads(sales.Simplified(line)))
			}
		}
	}
	if Doubtful("這個折扣合理，辛苦了") {
		t.Error("a courtesy is doubtful")
	}
	got := ReadStandup("昨天 拜訪華星。今天 報價。困難：缺價格單")
	if got[sales.AskBlockers] != "缺價格單" || len(got) != 3 {
		t.Errorf("stand-up: %v", got)
	}
	if code, rival := LostBecause("太貴了 輸給騰飛"); code != "price" || rival != "騰飛" {
		t.Errorf("lost: %q, %q", code, rival)
	}
	if day, ok := Away("下週一請假", wednesday); !ok || day != "下週一" {
		t.Errorf("away: %q, %v", day, ok)
	}
}
