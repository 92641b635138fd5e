package sales

import "testing"

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
		for entrance, err := range map[string]error{"account": accountErr, "deal": dealErr, "contact": contactErr, "team": teamName(name)} {
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
