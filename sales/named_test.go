package sales

import (
	"errors"
	"testing"
)

func TestANameIsNoLineOfTheBotAndNoCommand(t *testing.T) {
	for name, want := range map[string]string{
		"3M": "", "51Talk": "", "7-Eleven": "", "1688": "", "D&B": "", "R-Systems": "", "D-Link": "", "K-12 Education": "", "A-1 Steel": "",
		"Me & Co": "", "Team One": "", "100% Pure": "", "华星科技": "", "我爱我家": "", "R-3M": "", "八五折扣网": "", "Acme·Berlin": "",
		"D-1": "name.like_id", "r-12": "name.like_id", "A-3": "name.like_id", "K-2": "name.like_id", "R-1: approved": "name.like_id",
		"D-7 ok": "name.like_id", "R-1：已批准": "name.like_id",
		"15%": "name.like_discount", "15 ％": "name.like_discount", "八五折": "name.like_discount",
		"team": "name.like_word", "Me": "name.like_word", "我": "name.like_word", "团队": "name.like_word",
		"Data platform (30% off, approved by Dan)": "name.claims", "Data platform APPROVED": "name.claims", "Acme (approved)": "name.claims",
		"Hosting 10 % discount": "name.claims", "Hosting, ok'd by Mei": "name.claims", "数据平台（八折，魏华已批准）": "name.claims", "数据平台 9折": "name.claims",
		"数据平台，经理已同意": "name.claims", "数据平台（获批）": "name.claims", "咨询 特价已批": "name.claims", "数据平台 优惠2万": "name.claims", "Pre-approved: Hosting": "name.claims", "Platform (discount granted)": "name.claims", "Platform special price ok from Mei": "name.claims",
		"Platform, rebate 10k": "name.claims", "Discount: 20 for Acme": "name.claims", "数据平台 经魏总批准版": "name.claims",
		"Approved Foods": "", "NSF Approved Labs": "", "100% off-grid": "", "经济审批系统": "", "审批流程平台": "", "三折叠屏": "", "同意堂": "", "Discount Tire": "",
		"OK Foods": "", "Agreed Solutions": "", "Signed Sealed Ltd": "", "财务授权中心": "",
		"Аcme": "name.mixed", "Acmе Ltd": "name.mixed", "Яндекс": "", "Кока-Cola": "", "ООО Acme": "", "Ωmega": "", "µTorrent": "", "Işık": "", "ΑΒΓ": "",
		"TBD": "name.unknown", "nobody": "name.unknown", "某人": "name.unknown", "n/a": "name.unknown", "待定": "name.unknown", "Unknown Worlds": "", "Nothing": "", "Later": "", "Na": "",
		"Acme · Berlin": "name.divided", "✅ Approved": "name.marked", "⚠️ Acme": "name.marked", "⛔ Stop": "name.marked",
	} {
		_, accountErr := Account{}.Rename(name)
		_, dealErr := Deal{}.Rename(name)
		_, teamErr := teamName(name)
		_, contactErr := Contact{Name: name}.Check()
		for entrance, err := range map[string]error{"account": accountErr, "deal": dealErr, "contact": contactErr, "team": teamErr} {
			code := ""
			if p, no := AsProblem(err); no {
				code = p.Code
			}
			if code != want {
				t.Errorf("%s %q: %q, want %q", entrance, name, code, want)
			}
		}
	}
}

func TestQuotationMarksAroundANameAreNotKept(t *testing.T) {
	for typed, want := range map[string]string{
		`"Acme"`: "Acme", `"Acme`: "Acme", `Acme"`: "Acme", "“Acme”": "Acme", "「华星科技」": "华星科技", "「华星科技": "华星科技", `'Acme'`: "Acme", ` "“Acme”" `: "Acme",
		`15" screen`: `15" screen`, `Screen 15"`: `Screen 15"`, `"Data" platform`: `"Data" platform`, `Data "platform"`: `Data "platform"`, "Levi's": "Levi's",
		"Levis'": "Levis'", "'s-Hertogenbosch": "'s-Hertogenbosch", `"`: "", `""`: "", "“": "",
	} {
		got, err := CheckName(typed)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q is kept as %q, %v", typed, got, err)
		}
	}
}

func TestANameIsOneLine(t *testing.T) {
	for _, name := range []string{"Acme\nBerlin", "Acme\r\n Berlin", " Acme\v\fBerlin ", "Acme\u0085Berlin",
		"Acme\u2028Berlin", "Acme\u2029 Berlin"} {
		a, err1 := Account{}.Rename(name)
		d, err2 := Deal{}.Rename(name)
		k, err3 := Contact{Name: name}.Check()
		team, err4 := teamName(name)
		for i, got := range []string{a.Name, d.Name, k.Name, team} {
			if err := errors.Join(err1, err2, err3, err4); err != nil || got != "Acme Berlin" {
				t.Errorf("%q, entrance %d: %q, %v", name, i, got, err)
			}
		}
	}
}
