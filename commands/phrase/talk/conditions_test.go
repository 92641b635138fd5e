package talk

import (
	"fmt"
	"testing"
)

func TestConditionsOnAListOfDeals(t *testing.T) {
	for line, want := range map[string]string{
		"which deals close this month":                             "{false false   this month 0 false false false []}",
		"deals with no contact in two weeks":                       "{false false    14 false false false []}",
		"with no contact in two weeks":                             "{false false    14 false false false []}",
		"deals we haven't contacted for 10 days":                   "{false true    10 false false false []}",
		"stuck in proposal":                                        "{false false    0 true false false [proposal]}",
		"my deals over 100k in negotiation":                        "{true false 100k   0 false false false [negotiation]}",
		"deals between 50k and 1.2 million":                        "{false false 50k 1.2 million  0 false false false []}",
		"deals of Bob without a next step":                         "{false false    0 false true false [bob]}",
		"which of our deals worth more than $50k close next month": "{false true $50k  next month 0 false false false []}",
		"which deals are overdue":                                  "{false false    0 false false true []}",
		"deals with a blue label over 10k":                         "{false false 10k   0 false false false [blue label]}",
		"本月要成交的商机":                                                 "{false false   本月 0 false false false []}",
		"两周没联系的客户":                                                 "{false false    14 false false false []}",
		"我超过半个月没跟进的单子":                                             "{true false    15 false false false []}",
		"卡在报价阶段的":                                                  "{false false    0 true false false [报价]}",
		"超过10万的商机":                                                 "{false false 10万   0 false false false []}",
		"50万以上、下个月签约的项目":                                           "{false false 50万  下个月 0 false false false []}",
		"李雷没有下一步的商机":                                               "{false false    0 false true false [李雷]}",
		"10万到50万的单子":                                               "{false false 10万 50万  0 false false false []}",
		"哪些逾期了":                                                    "{false false    0 false false true []}",
	} {
		if got := fmt.Sprint(Conditions(line)); got != want {
			t.Errorf("Conditions(%q)\n is   %s\n want %s", line, got, want)
		}
	}
}
