package phrase

import (
	"testing"

	"dealdesk/sales/calendar"
)

func TestADayIsMovedFromTheOneThereIs(t *testing.T) {
	for text, want := range map[string]calendar.Date{
		"1 month later": "2027-04-30", "a week later": "2027-04-07", "2 weeks earlier": "2027-03-17", "pushed by 2 weeks": "2027-04-14",
		"by a month": "2027-04-30", "+1 week": "2027-04-07", "推迟两周": "2027-04-14", "延期一个月": "2027-04-30", "提前3天": "2027-03-28", "晚半个月": "2027-04-15",
		"3天后": "", "in 1 month": "", "tomorrow": "", "by Friday": "", "by 2 pm": "", "晚上8点": "", "早9点": "", "later": "", "2 hours later": "", "": "",
	} {
		if got, ok := Later(text, "2027-03-31", calendar.Worktime{}); got != want || ok != (want != "") {
			t.Errorf("Later(%q) = %s, %v; want %s", text, got, ok, want)
		}
	}
	if got, ok := Later("1 month later", "", calendar.Worktime{}); ok {
		t.Errorf("later than no day: %s", got)
	}
}
