package phrase

import "testing"

func TestASecondContactInALineIsSeen(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known}
	for _, c := range []struct{ line, want string }{
		{"call Acme Corporation 20m. call Data platform 10m.", "kind=call about=Acme Corporation min=20 note=call Data platform 10m. second=Data platform"},
		{"call Acme Corporation 20m pricing, then visited Globex 1h", "kind=call about=Acme Corporation min=20 note=pricing, then visited Globex 1h second=Globex"},
		{"call Acme Corporation 20m and Data platform 10m", "kind=call about=Acme Corporation min=20 note=and Data platform 10m second=Data platform"},
		{"called Acme Corporation and Data platform, both fine", "kind=call about=Acme Corporation note=and Data platform, both fine second=Data platform"},
		{"call D-7 20m ok. call D-8 10m", "kind=call about=D-7 min=20 note=ok. call D-8 10m second=D-8"},
		{"电话 华星科技 20分钟，拜访 和平饭店 10分钟", "kind=call about=华星科技 min=20 note=拜访 和平饭店 10分钟 second=和平饭店"},
		{"拜访华星科技和和平饭店", "kind=visit about=华星科技 note=和和平饭店 second=和平饭店"},
		{"电话 华星科技 20分钟 谈价格。电话 新客户 10分钟", "kind=call about=华星科技 min=20 note=谈价格。电话 新客户 10分钟 second=新客户"},
		// no second one
		{"call Acme Corporation 20m budget 5m", "kind=call about=Acme Corporation min=20 amount=500000000 CNY note=budget 5m"},
		{"call Acme Corporation 20m. call Acme back Fri", "kind=call about=Acme Corporation min=20 note=call Acme back Fri"},
		{"call Acme Corporation they compare us with Data platform", "kind=call about=Acme Corporation note=they compare us with Data platform"},
		{"call Acme Corporation 20m. demo took 10m", "kind=call about=Acme Corporation min=20 note=demo took 10m"},
		{"visit 和平饭店 1小时，演示了30分钟", "kind=visit about=和平饭店 min=60 note=演示了30分钟"},
	} {
		l, err := ReadLog(c.line, o)
		if got := short(l); err != nil || got != c.want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", c.line, got, err, c.want)
		}
	}
}

func TestTwoContactsInALineAreToldApart(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known, Called: func(word string) bool { return word == "Linden" || word == "华星" }}
	for line, want := range map[string]string{
		"called Acme Corporation and Linden": "kind=call about=Acme Corporation | kind=call about=Linden", "called Acme Corporation & Linden 20m each": "kind=call about=Acme Corporation min=20 | kind=call about=Linden min=20", "called Acme Corporation, visited Linden": "kind=call about=Acme Corporation | kind=visit about=Linden",
		"called Acme Corporation about price and visited Linden about the demo": "kind=call about=Acme Corporation note=about price | kind=visit about=Linden note=about the demo", "met Acme Corporation and Linden, both fine": "kind=meeting about=Acme Corporation note=both fine | kind=meeting about=Linden note=both fine",
		"yesterday called Acme Corporation, then emailed Linden the quote": "kind=call about=Acme Corporation on=2026-11-17 | kind=email about=Linden on=2026-11-17 note=the quote", "call Acme Corporation 20m. call Linden 10m.": "kind=call about=Acme Corporation min=20 | kind=call about=Linden min=10",
		"上午给华星打了电话，下午拜访了和平饭店": "kind=call about=华星 | kind=visit about=和平饭店", "拜访了华星科技和和平饭店": "kind=visit about=华星科技 | kind=visit about=和平饭店", "电话 华星科技、和平饭店 各10分钟": "kind=call about=华星科技 min=10 | kind=call about=和平饭店 min=10", "拜访华星科技，顺便去了和平饭店": "kind=visit about=华星科技 | kind=visit about=和平饭店",
		"昨天上午给华星科技打了电话，下午拜访了和平饭店": "kind=call about=华星科技 on=2026-11-17 | kind=visit about=和平饭店 on=2026-11-17", "给华星科技打了电话，又给和平饭店发了微信": "kind=call about=华星科技 | kind=message about=和平饭店",
		// what may belong to either, or is a plan, is for the person to say
		"called Acme Corporation and Linden. next: send quote Fri": "", "met Acme Corporation and Linden 30m": "", "called Acme Corporation yesterday, visited Linden": "", "called Acme Corporation, email Linden Fri": "", "call Acme Corporation 20m. call Linden back Fri": "", "called Acme Corporation, email Linden the quote": "", "called Globex and Linden": "",
		"called Acme Corporation and Linden will join next time": "", "called Acme Corporation about 20k and visited Linden": "", "emailed Acme Corporation and Linden the brochure": "", "给华星科技打了电话，拜访和平饭店": "", "电话 华星科技 聊价格，下午去和平饭店": "", "华星科技打了电话，和平饭店也打了": "",
	} {
		first, second, ok := SplitLog(line, o)
		got := ""
		if ok {
			got = short(first) + " | " + short(second)
		}
		if l, err := ReadLog(line, o); got != want || err != nil || l.With == "" {
			t.Errorf("SplitLog(%q)\n got %s (with %q, %v)\nwant %s", line, got, l.With, err, want)
		}
	}
}

func TestTheLengthOfAContactIsReadWhereverItIsClear(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known}
	for line, want := range map[string]int{
		"visited Acme yesterday afternoon w/ their CFO. 2 hours.": 120, "call Acme pricing, 30 min": 30, "call Acme talked about Q3. 20m": 20, "call Acme about pricing. 20m": 0,
		"call Acme with Tom 30min": 30, "visit Acme w/ the CFO and Tom 2h pricing": 120, "meeting Acme, it took 1h30, fine": 90,
		"call Acme 1:30h pricing": 90, "call Acme 1:30 hours": 90, "meeting Acme 11:00-12:30 pricing": 90, "meeting Acme 11am - 1:30pm": 150,
		"meeting Acme from 11:30 to 1:00": 90, "meeting Acme yesterday 2pm-4pm": 120, "visit Acme all afternoon": 240,
		"拜访华星科技，聊了两个小时": 120, "拜访华星科技 聊了一个半小时价格": 90, "拜访华星科技 价格谈了半小时": 30, "拜访华星科技 下午2点到4点 谈价格": 120,
		"昨天下午2点到4点拜访华星科技": 120, "拜访华星科技 一下午": 240, "拜访华星科技，谈价格，两小时": 120, "拜访华星科技 9:00-10:30": 90, "拜访 华星科技 用时40分钟": 40,
		// said roughly, beside the kind, or as a number alone
		"电话 华星科技 大概二十分钟 聊价格": 20, "电话 华星科技 1个半钟 聊价格": 90, "拜访 华星科技 俩小时": 120, "拜访 华星科技 40来分钟 聊价格": 40, "刚才3分钟 电话 华星科技 没接": 3, "电话 华星科技 刚才3分钟 没接": 3,
		"给华星科技打了20分钟电话": 20, "和华星科技开了一个小时的会": 60, "跟华星科技聊了半小时": 30, "拜访新客户大概二十分钟 没接": 20, "和华星科技聊了大概二十分钟，价格没问题": 20, "电话 华星科技 20 聊价格": 20, "电话 华星科技 20，没接": 20,
		"call Acme half an hour or so talked price": 30, "call Acme a quick 10 min": 10, "a quick 10 min call with Acme about price": 10, "had a 20 min call with Acme": 20, "call Acme an hour and a half, price": 90, "spent half an hour with Acme on price": 30,
		"30 mins on the phone with Acme": 30, "just had a quick 15 min chat with Acme": 15, "call Acme just now 3 min": 3, "call Acme about 20 minutes talked price": 20,
		"call Acme 20 Talked about price": 20, "call Acme 20, price ok": 20, "call Acme 20 - ok": 20, "call Acme 20": 20, "call Acme 20ish": 20, "call Acme 20-ish, talked": 20, "visit Acme 45 they want a demo": 45, "call Globex 20 talked": 20,
		// not the contact's
		"call Acme 20 users want a demo": 0, "call Acme 20, 30 and 40 seats": 0, "visit Acme 2, talked": 0, "email Acme 20, price": 0, "call Acme 20% they want": 0, "call Acme 365 they want": 0, "电话 华星科技 20套": 0,
		"call Acme 20 minutes ago they signed": 0, "call Acme about 20 minutes of downtime": 0, "call Acme they were 20 minutes late": 0,
		"call Acme waited 20m outside": 0, "call Acme budget, 5m": 0, "call Acme 11-12 licences": 0, "call Acme back in 2 hours": 0,
		"call Acme 2小时后再打": 0, "call Acme they wait 30min. took 20 min, lasted 30 min": 0, "call Acme version 1:30 is out": 0, "拜访华星科技 聊了半小时后离开": 0,
	} {
		if l, err := ReadLog(line, o); err != nil || l.Minutes != want {
			t.Errorf("ReadLog(%q): %d minutes, %v; want %d (%s)", line, l.Minutes, err, want, short(l))
		}
	}
}
