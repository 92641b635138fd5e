package phrase

import "testing"

// readTyped compares how lines are read where these customers are known, also by the beginning of
// their names.
func readTyped(t *testing.T, want map[string]string) {
	t.Helper()
	index := NewIndex([]Named{
		{"A-1", "Acme"}, {"A-2", "Northgate Bank"}, {"A-3", "Alder Clinics"}, {"A-4", "Juniper Schools"}, {"A-5", "Stonebridge"},
		{"A-6", "Lumen"}, {"A-7", "Linden theatres"}, {"A-8", "Onyx Labs"}, {"A-9", "华星科技"}, {"A-10", "绿源环保"},
	})
	o := LogOptions{Now: wednesday, Currency: "CNY",
		Known:  func(text string) int { return index.Known(text, nil) },
		Called: func(word string) bool { return Sure(index.Find(word, nil)) }}
	for line, want := range want {
		l, err := ReadLog(line, o)
		got := short(l)
		if err != nil {
			got = code(err)
		}
		if got != want {
			t.Errorf("ReadLog(%q)\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestAnEverydayWordIsNoName(t *testing.T) {
	readTyped(t, map[string]string{
		"call no answer Acme":                      "kind=call about=Acme note=no answer Acme",
		"no answer from Acme, tried twice":         "about=Acme note=no answer from Acme, tried twice",
		"no show at Acme meeting":                  "about=Acme note=no show at Acme meeting",
		"al fine with acme":                        "about=acme note=al fine with acme",
		"an email to Acme about pricing":           "about=Acme note=an email to Acme about pricing",
		"ok with Linden now":                       "about=Linden note=ok with Linden now",
		"Called the CFO of Linden":                 "kind=call about=Linden note=the CFO of Linden",
		"call No answer Acme":                      "kind=call about=Acme note=No answer Acme",
		"call no answer":                           "kind=call note=no answer",
		"on hold with purchasing":                  "note=on hold with purchasing",
		"call nor 20m prices":                      "kind=call about=nor min=20 note=prices",
		"call Ald about Acme":                      "kind=call about=Ald note=about Acme",
		"no answer from Acme or Lumen":             "note=no answer from Acme or Lumen",
		"call no 20m prices":                       "kind=call note=no 20m prices",
		"电话 没人接 华星科技":                              "kind=call about=华星科技 note=没人接 华星科技",
		"no call with Acme today they cancelled":   "log.no_contact",
		"No meeting with Acme, they postponed":     "log.no_contact",
		"didn't call Acme":                         "log.no_contact",
		"call Acme 20m cancelled the old contract": "kind=call about=Acme min=20 note=cancelled the old contract",
		"cancelled demo Acme":                      "log.no_contact",
		"demo cancelled Acme":                      "kind=demo about=Acme note=cancelled Acme",
		"还没演示华星科技":                                 "log.no_contact",
		"取消拜访华星科技":                                 "log.no_contact",
		"没打电话给华星科技":                                "log.no_contact",
		"没有拜访华星科技，客户临时有事":                          "log.no_contact",
		"note no call with Acme today":             "kind=note about=Acme note=no call with Acme today",
	})
}

func TestWhoWasThereIsReadBehindTheCustomer(t *testing.T) {
	readTyped(t, map[string]string{
		"华星科技 张工 电话 10分钟 聊报价":        "kind=call about=华星科技 person=张工 min=10 note=聊报价",
		"华星科技 电话 张工 10分钟 聊报价":        "kind=call about=华星科技 person=张工 min=10 note=聊报价",
		"电话 华星科技 张工 10分钟 聊报价":        "kind=call about=华星科技 person=张工 min=10 note=聊报价",
		"给华星科技的张工发了微信，让他把合同寄过来":      "kind=message about=华星科技 person=张工 note=让他把合同寄过来",
		"跟绿源环保的张工通了电话，10分钟，聊了合同":     "kind=call about=绿源环保 person=张工 min=10 note=聊了合同",
		"下午给华星科技何俊打了个电话，聊报价":         "kind=call about=华星科技 person=何俊 note=聊报价",
		"刚跟华星科技张工通了电话":               "kind=call about=华星科技 person=张工",
		"下午很忙":                       "about=下午很忙",
		"打给绿源环保王总，没人接":               "kind=call about=绿源环保 note=王总，没人接",
		"华星科技王总说下周开会":                "about=华星科技 note=王总说下周开会",
		"电话 华星科技 王总很满意":              "kind=call about=华星科技 note=王总很满意",
		"电话 华星科技 等了 10分钟":            "kind=call about=华星科技 note=等了 10分钟",
		"华星科技 客户 会议 推迟到下周":           "about=华星科技 note=客户 会议 推迟到下周",
		"华星科技 张工 电话 13912345678":     "about=华星科技 note=张工 电话 13912345678",
		"电话 华星科技 张经理，20分钟 报价":        "kind=call about=华星科技 person=张经理 min=20 note=报价",
		"拜访华星科技的张总，1小时":              "kind=visit about=华星科技 person=张总 min=60",
		"电话 华星科技 张工 昨天 10分钟 聊报价":     "kind=call about=华星科技 person=张工 min=10 on=2026-11-17 note=聊报价",
		"华星科技 刘建国 发了邮件":              "kind=email about=华星科技 person=刘建国",
		"电话 华星科技 张工 20万预算":           "kind=call about=华星科技 amount=20000000 CNY note=张工 20万预算",
		"回访 华星 半小时 客户满意":             "kind=call about=华星 min=30 note=客户满意",
		"前天跟华星开了个腾讯会议 40min 聊了报价":    "kind=meeting about=华星 min=40 on=2026-11-16 note=聊了报价",
		"call Juniper with Mary 20m": "kind=call about=Juniper min=20 note=with Mary 20m",
	})
}

func TestEverydayFormsOfKindDayAndLengthAreRead(t *testing.T) {
	readTyped(t, map[string]string{
		"mtg w/ Juniper y'day 45m re scanners":          "kind=meeting about=Juniper min=45 on=2026-11-17 note=re scanners",
		"had a call with Acme for 10 minutes yesterday": "kind=call about=Acme min=10 on=2026-11-17",
		"just got off the phone with acme":              "kind=call about=acme",
		"Stonebridge left a voicemail":                  "kind=call about=Stonebridge note=left a voicemail",
		"left a voicemail for Stonebridge":              "kind=call about=Stonebridge note=left a voicemail for Stonebridge",
		"call Acme - 25 min - went well":                "kind=call about=Acme min=25 note=went well",
		"call Acme at 9:15 for 20 min, discussed SLA":   "kind=call about=Acme min=20 note=discussed SLA",
		"call Linden twenty minutes, all fine":          "kind=call about=Linden min=20 note=all fine",
		"meeting Acme 2-3pm yesterday contract review":  "kind=meeting about=Acme min=60 on=2026-11-17 note=contract review",
		"call Acme 13/11 30min budget":                  "kind=call about=Acme min=30 on=2026-11-13 note=budget",
		"call Acme 30min 13/11 pricing":                 "kind=call about=Acme min=30 on=2026-11-13 note=pricing",
		"call Acme 13/11 of the budget":                 "kind=call about=Acme note=13/11 of the budget",
		"call Acme 24/7 support":                        "kind=call about=Acme note=24/7 support",
		"call Acme -5% on list":                         "kind=call about=Acme note=-5% on list",
		"had coffee with Linden thirty minutes":         "kind=meeting about=Linden min=30",
		"zoom w/ Acme ydy 1h":                           "kind=meeting about=Acme min=60 on=2026-11-17",
	})
}

func TestWhatIsToBeDoneIsNoContact(t *testing.T) {
	readTyped(t, map[string]string{
		"call Acme and Northgate 30m joint call":                 "kind=call about=Acme note=and Northgate 30m joint call second=Northgate",
		"call Acme and Lumen 30m joint call":                     "kind=call about=Acme note=and Lumen 30m joint call second=Lumen",
		"拜访 华星科技 和绿源 聊合作":                                        "kind=visit about=华星科技 note=和绿源 聊合作 second=绿源",
		"Acme call back in 2 weeks":                              "about=Acme next=call back due=2026-12-02",
		"call Acme back in 2 weeks":                              "about=Acme next=call back due=2026-12-02",
		"called Acme back on Friday about pricing":               "kind=call about=Acme note=back on Friday about pricing",
		"called Acme back yesterday about pricing":               "kind=call about=Acme note=back yesterday about pricing",
		"call Acme, 25min, next step is to send the SOW on 1/12": "kind=call about=Acme min=25 next=send the SOW due=2027-01-12",
		"call Acme, 25min, went well, follow up monday":          "kind=call about=Acme min=25 note=went well next=follow up due=2026-11-23",
		"call Acme 25min, follow up was fine":                    "kind=call about=Acme min=25 note=follow up was fine",
		"tel 绿源环保 10min 催合同 next 周五 再call":                       "kind=call about=绿源环保 min=10 note=催合同 next=再call due=2026-11-20",
		"call Acme the next step is unclear":                     "kind=call about=Acme note=the next step is unclear",
	})
}
