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
		"Acme · Berlin": "name.divided", "✅ Approved": "name.marked", "⚠️ Acme": "name.marked", "⛔ Stop": "name.marked",
	} {
		_, accountErr := Account{}.Rename(name)
		_, dealErr := Deal{}.Rename(name)
		_, contactErr := Contact{Name: name}.Check()
		_, teamErr := teamName(name)
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
