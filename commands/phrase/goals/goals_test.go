package goals

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// today is a Tuesday in the last quarter of 2026.
var today = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func options() Options {
	team := func(id string) goal.Scope { return goal.Scope{Kind: goal.OfTeam, ID: id} }
	person := func(id string) goal.Scope { return goal.Scope{Kind: goal.OfPerson, ID: id} }
	return Options{
		Now: today, Work: calendar.Worktime{}, Currency: "CNY",
		Names:    []Named{{team("east"), "East"}, {team("south"), "华南"}, {person("UANA"), "Ana"}, {person("ULILEI"), "李雷"}},
		Stages:   []Named{{goal.Scope{ID: "proposal"}, "Proposal"}, {goal.Scope{ID: "proposal"}, "方案报价"}},
		Products: []string{"Data platform", "数据平台"},
	}
}

// short writes down everything that was read.
func short(s Said) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	add("%s", s.Metric)
	if s.Of != "" {
		add("of=%s", s.Of)
	}
	if s.Ours {
		add("ours")
	}
	if s.Scope.Kind != "" {
		add("%s", strings.TrimSuffix(string(s.Scope.Kind)+":"+s.Scope.ID, ":"))
	}
	if s.Filter != (goal.Filter{}) {
		f := s.Filter
		add("{%s|%s|%s|%d-%d|%d-%d}", f.Industry, f.Region, f.Product, f.Employees.From, f.Employees.To, f.Months.From, f.Months.To)
	}
	if s.Period.To != "" {
		add("%s..%s", s.Period.From, s.Period.To)
	}
	for _, l := range []struct {
		name string
		kpi.Level
	}{{"base", s.Baseline}, {"target", s.Target}, {"stretch", s.Stretch}, {"challenge", s.Challenge}} {
		if l.Set {
			add("%s=%d", l.name, l.N)
		}
	}
	if s.Currency != "" {
		add("%s", s.Currency)
	}
	if c := s.Change; c.Set() {
		add("change=%d/%d down=%v %s", c.Share, c.N, c.Down, c.Against)
	}
	for _, c := range s.Checkpoints {
		add("cp=%d@%s", c.Share, c.On)
	}
	if len(s.Left) > 0 {
		add("left=%s", strings.Join(s.Left, "|"))
	}
	if lacks := s.Lacks(); len(lacks) > 0 {
		add("lacks=%s", strings.Join(lacks, ","))
	}
	return strings.Join(parts, " ")
}

func TestAGoalIsReadFromOneLine(t *testing.T) {
	const q1, q4 = "2027-01-01..2027-03-31", "2026-10-01..2026-12-31"
	for _, c := range [][2]string{
		{"East q1 revenue 500万", "revenue team:east " + q1 + " target=500000000"},
		{"team East new customers 50 by 30 September (80 % by 31 July)", "customers team:east 2026-11-24..2027-09-30 target=50 cp=8000@2027-07-31"},
		{"East new customers 50 by 30 September, 80% of it by end of June", "customers team:east 2026-11-24..2027-09-30 target=50 cp=8000@2027-06-30"},
		{"win rate from 12% to 18% this quarter", "win_rate " + q4 + " base=1200 target=1800 lacks=scope"},
		{"my win rate 12 -> 18 this quarter", "win_rate person " + q4 + " base=1200 target=1800"},
		{"cycle 45 days → 30 days by end of q3", "cycle 2026-11-24..2027-09-30 base=4500 target=3000 lacks=scope"},
		{"response 2h", "response target=120 lacks=scope,period"},
		{"East response within 2 hours this month", "response team:east 2026-11-01..2026-11-30 target=120"},
		{"company market share 12.5% by Q4", "entered of=market share company 2026-11-24..2026-12-31 target=1250"},
		{"20 new customers per quarter manufacturing, 50+ staff, my team", "customers ours {manufacturing|||50-0|0-0} " + q4 + " target=20"},
		{"company repurchase 30%→50% customers over 6 months 2027", "repurchase company {|||0-0|6-0} 2027-01-01..2027-12-31 base=3000 target=5000"},
		{"华南 本季度 新客户 50", "customers team:south " + q4 + " target=50"},
		{"华东 Q3 医疗器械 销售额 500万", "revenue {医疗器械|华东||0-0|0-0} 2027-07-01..2027-09-30 target=500000000 lacks=scope"},
		{"华东区Q3医疗器械销售额500万元", "revenue {医疗器械|华东||0-0|0-0} 2027-07-01..2027-09-30 target=500000000 CNY lacks=scope"},
		{"成交周期缩短15天", "cycle change=0/1500 down=true  lacks=scope,period"},
		{"East Q1 revenue 500k stretch 600k challenge 700k", "revenue team:east " + q1 + " target=50000000 stretch=60000000 challenge=70000000"},
		{"华南 Q1 销售额 500万 冲刺 600万 挑战700万", "revenue team:south " + q1 + " target=500000000 stretch=600000000 challenge=700000000"},
		{"提升销售额", "revenue lacks=scope,period,target"},
		{"increase sales", "revenue lacks=scope,period,target"},
		{"将华东市场的签约客户数提升20%", "customers {|华东||0-0|0-0} change=2000/0 down=false  lacks=scope,period"},
		{"East sales +20% this quarter on last year", "revenue team:east " + q4 + " change=2000/0 down=false year"},
		{"华南本季度销售额同比增长20%", "revenue team:south " + q4 + " change=2000/0 down=false year"},
		{"华南下季度新客户环比提升30%", "customers team:south " + q1 + " change=3000/0 down=false before"},
		{"company revenue +20% a year", "revenue company 2026-01-01..2026-12-31 change=2000/0 down=false "},
		{"East 50 new customers a month", "customers team:east 2026-11-01..2026-11-30 target=50"},
		{"全公司 每月新增50个客户", "customers company 2026-11-01..2026-11-30 target=50"},
		{"华南 赢单率从12%提升至18% 明年", "win_rate team:south 2027-01-01..2027-12-31 base=1200 target=1800"},
		{"我 下个月 拜访 30 次", "visits person 2026-12-01..2026-12-31 target=30"},
		{"李雷 12月 电话 200", "calls person:ULILEI 2026-12-01..2026-12-31 target=200"},
		{"<@UANA> 40 visits in January", "visits person:UANA 2027-01-01..2027-01-31 target=40"},
		{"Ana 200 calls in December", "calls person:UANA 2026-12-01..2026-12-31 target=200"},
		{"华南 上半年 客单价 15万", "deal_size team:south 2027-01-01..2027-06-30 target=15000000"},
		{"East ACV +15% H1 2027", "deal_size team:east 2027-01-01..2027-06-30 change=1500/0 down=false "},
		{"客户投诉率下降50% 全公司 明年", "complaints company 2027-01-01..2027-12-31 change=5000/0 down=true "},
		{"cut complaints by 50% company 2027", "complaints company 2027-01-01..2027-12-31 change=5000/0 down=true "},
		{"East cut the cycle by 15 days, baseline 45 days, next year", "cycle team:east 2027-01-01..2027-12-31 base=4500 target=3000"},
		{"复购率从30%提升至50% 合作6个月以上客户 全公司 2027年", "repurchase company {|||0-0|6-0} 2027-01-01..2027-12-31 base=3000 target=5000"},
		{"华南 每季度20个新客户 制造业 50人以上", "customers team:south {制造业|||50-0|0-0} " + q4 + " target=20"},
		{"华南 9月30日前 新客户 50 (6月30日前完成80%)", "customers team:south 2026-11-24..2027-09-30 target=50 cp=8000@2027-06-30"},
		{"华南 年底前 销售额 300万", "revenue team:south 2026-11-24..2026-12-31 target=300000000"},
		{"华南 首次响应 2小时 本周", "response team:south 2026-11-23..2026-11-29 target=120"},
		{"East Data platform revenue $1.2m q1", "revenue team:east {||Data platform|0-0|0-0} " + q1 + " target=120000000 USD"},
		{"conversion from Proposal 40% this quarter East", "conversion of=proposal team:east " + q4 + " target=4000"},
		{"华南 方案报价阶段转化率 40% 本季度", "conversion of=proposal team:south " + q4 + " target=4000"},
		{"East conversion 12% to 18% q1", "conversion team:east " + q1 + " base=1200 target=1800 lacks=of"},
		{"East revenue 5m from 1 Jan to 31 Mar 2027", "revenue team:east 2027-01-01..2027-03-31 target=500000000"},
		{"East revenue 5m Jan-Mar", "revenue team:east 2027-01-01..2027-03-31 target=500000000"},
		{"華南 本季度 銷售額 500萬", "revenue team:south " + q4 + " target=500000000"},
		{"East new customers 50 q1 banana", "customers team:east " + q1 + " target=50 left=banana"},
		{"East win rate +5 points this quarter", "win_rate team:east " + q4 + " change=0/500 down=false "},
		{"华南赢单率提升5个百分点 本季度", "win_rate team:south " + q4 + " change=0/500 down=false "},
		{"满意度 4.5 全公司 今年", "satisfaction company 2026-01-01..2026-12-31 target=450"},
		{"客户满意度4.6分 全公司 今年", "satisfaction company 2026-01-01..2026-12-31 target=460"},
		{"company customer satisfaction 4.5 this year", "satisfaction company 2026-01-01..2026-12-31 target=450"},
		{"company satisfaction score 4.5 of 5 this year", "satisfaction company 2026-01-01..2026-12-31 target=450"},
		{"满意度 95% 全公司 今年", "entered of=满意度 company 2026-01-01..2026-12-31 target=9500"},
		{"East Q4 20 calls", "calls team:east " + q4 + " target=20"},
		{"East Q4 '26 20 calls", "calls team:east " + q4 + " target=20"},
		{"East H1 20 calls", "calls team:east 2027-01-01..2027-06-30 target=20"},
		{"华南 Q4 20 电话", "calls team:south " + q4 + " target=20"},
		{"", " lacks=metric,scope,period,target"},
		{"East 500万 q1", " team:east " + q1 + " lacks=metric,target"},
	} {
		s, err := Read(c[0], options())
		if got := short(s); err != nil || got != c[1] {
			t.Errorf("%q\n is  %s (%v)\nnot  %s", c[0], got, err, c[1])
		}
	}
}

func TestALineThatCannotBeIsRefusedByName(t *testing.T) {
	for _, c := range [][2]string{
		{"East revenue and win rate 20% q1", "goal_line.two_metrics"},
		{"East and 华南 revenue 5m q1", "goal_line.two_scopes"},
		{"East revenue $5m stretch €6m q1", "goal_line.two_currencies"},
		{"East win rate 2h q1", "goal_line.wrong_unit"},
		{"East revenue 20% q1", "goal_line.wrong_unit"},
		{"East win rate up 20% q1", "goal_line.points_or_percent"},
		{"East new customers 50 by 31 February", "goal_line.no_period"},
	} {
		_, err := Read(c[0], options())
		if p, ok := sales.AsProblem(err); !ok || p.Code != c[1] {
			t.Errorf("%q: %v, not %s", c[0], err, c[1])
		}
	}
}
