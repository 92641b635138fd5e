package talk

import (
	"reflect"
	"testing"
)

func TestConditionsOnAListOfDeals(t *testing.T) {
	for line, want := range map[string]Listed{
		"which deals close this month":                             {Closing: "this month"},
		"deals with no contact in two weeks":                       {Quiet: 14},
		"with no contact in two weeks":                             {Quiet: 14},
		"deals we haven't contacted for 10 days":                   {Ours: true, Quiet: 10},
		"deals we haven't contacted lately":                        {Ours: true, Lately: true},
		"最近没联系的客户":                                                 {Lately: true},
		"stuck in proposal":                                        {Stuck: true, Rest: []string{"proposal"}},
		"my deals over 100k in negotiation":                        {Mine: true, Over: "100k", Rest: []string{"negotiation"}},
		"deals between 50k and 1.2 million":                        {Over: "50k", Under: "1.2 million"},
		"deals of Bob without a next step":                         {NoStep: true, Rest: []string{"bob"}},
		"which of our deals worth more than $50k close next month": {Ours: true, Over: "$50k", Closing: "next month"},
		"which deals are overdue":                                  {Overdue: true},
		"deals with a blue label over 10k":                         {Over: "10k", Rest: []string{"blue label"}},
		"本月要成交的商机":                                                 {Closing: "本月"},
		"两周没联系的客户":                                                 {Quiet: 14},
		"我超过半个月没跟进的单子":                                             {Mine: true, Quiet: 15},
		"卡在报价阶段的":                                                  {Stuck: true, Rest: []string{"报价"}},
		"超过10万的商机":                                                 {Over: "10万"},
		"50万以上、下个月签约的项目":                                           {Over: "50万", Closing: "下个月"},
		"李雷没有下一步的商机":                                               {NoStep: true, Rest: []string{"李雷"}},
		"10万到50万的单子":                                               {Over: "10万", Under: "50万"},
		"my 3 biggest deals":                                       {Mine: true, Biggest: 3},
		"the largest deals in proposal":                            {Biggest: 5, Rest: []string{"proposal"}},
		"金额最大的两个单子":                                                {Biggest: 2},
		"my next steps next week":                                  {Mine: true, Planned: "next week"},
		"明天的下一步":                                                   {Planned: "明天"},
		"哪些逾期了":                                                    {Overdue: true},
	} {
		if got := Conditions(line); !reflect.DeepEqual(got, want) {
			t.Errorf("Conditions(%q)\n is   %+v\n want %+v", line, got, want)
		}
	}
}
