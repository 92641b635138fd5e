package forecast

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// chance is a chance with the cases that it rests on, in short.
func chance(p lang.Printer, x forecast.Chance) chat.Safe {
	if !x.Own() {
		return p.Say("forecast.chance_set", "Percent", x.Percent)
	}
	return p.Say("forecast.chance", "Percent", cards.WholePercent(x.Percent), "N", x.Of.N, "Of", x.Of.Of)
}

// whyDeal says what the chance of a deal rests on.
func whyDeal(c *call.Call) (chat.Reply, error) {
	d, _, err := c.DealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	if d.Status != sales.Open {
		return chat.Say(chat.Join("\n", chat.Bold(title), c.Words.Say("forecast.why_closed", "Status", c.Desk.Cards.StageOf(c.Words, d)))), nil
	}
	chances, err := c.Desk.Cards.Chances(c.Read, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	x := chances.Of(&d)
	text := chat.Join("\n", chat.Bold(title), why(c, d, x),
		c.Words.Say("forecast.why_weighted", "Net", cards.Net(c.Words, d), "Percent", cards.WholePercent(x.Percent),
			"Weighted", d.Net().Part(x.Percent)),
		c.Words.Say("forecast.why_said", "Category", c.Words.Plain("category."+string(d.Said()))))
	open := chat.Button{Label: c.Words.Plain("button.open"), Action: "deal", Value: d.ID}
	reply := chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{open}})
	reply.Title = call.TitleFor(d.ID, c.Words.Plain("forecast.why_page"))
	return reply, nil
}

// why is a chance in a sentence.
func why(c *call.Call, d sales.Deal, x forecast.Chance) chat.Safe {
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	of, known := line.Stage(d.Stage)
	if !known {
		of.ID = d.Stage
	}
	stage := cards.StageName(c.Words, of)
	if !x.Own() {
		return c.Words.Say("forecast.why_set", "Percent", x.Percent, "Stage", stage, "Least", sales.MinSample)
	}
	like := c.Words.Say("forecast.why_stage", "Stage", stage)
	if x.Days > 0 {
		like = chat.Join(string(c.Words.Say("list.comma")), like, c.Words.Say("forecast.why_age", "Count", x.Days))
	}
	if x.Size != forecast.AnySize {
		size := [...]string{"", "small", "middle", "large"}[x.Size]
		like = chat.Join(string(c.Words.Say("list.comma")), like, c.Words.Say("forecast_size."+size))
	}
	return c.Words.Say("forecast.why_own", "Percent", cards.WholePercent(x.Percent), "N", x.Of.N, "Of", x.Of.Of, "Like", like,
		"Years", forecast.HistoryYears)
}

// whyForecast says how the numbers of a forecast come about: what each counts, the share won from each stage, and
// what was won in the months before.
func whyForecast(c *call.Call) (chat.Reply, error) {
	m, err := meantBy(c)
	if err != nil {
		return chat.Reply{}, err
	}
	chances, err := c.Desk.Cards.Chances(c.Read, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	v := &view{Call: c, m: m}
	v.add(chat.Bold(c.Words.Say("forecast.why_page")))
	v.add(c.Words.Say("forecast.why_numbers"))
	few := false
	for _, line := range c.Desk.Cards.Company.Pipelines {
		var lines []chat.Safe
		for i, r := range chances.Like(line.ID) {
			stage := cards.StageName(c.Words, line.Stages[i])
			if !r.Enough() {
				few = true
				lines = append(lines, c.Words.Say("forecast.why_line_set", "Stage", stage, "Percent", line.Stages[i].Chance, "N", r.Of))
				continue
			}
			lines = append(lines, c.Words.Say("forecast.why_line", "Stage", stage, "Percent", cards.WholePercent(r.Percent()), "N", r.N, "Of", r.Of))
		}
		head := c.Words.Say("forecast.why_pipeline", "Pipeline", cards.PipelineName(c.Words, line))
		v.add(chat.Join("\n", append([]chat.Safe{head}, lines...)...))
	}
	if few {
		v.add(c.Words.Say("forecast.why_few", "Least", sales.MinSample))
	}
	v.add(c.Words.Say("forecast.why_landed"))
	if err := v.months(); err != nil {
		return chat.Reply{}, err
	}
	return chat.Reply{Message: &v.Message, Title: c.Words.Plain("forecast.why_page")}, nil
}

// monthsBack is how many months the picture of what was won has.
const monthsBack = 12

// months draws what was won month by month; the text names the same numbers to whoever sees no picture.
func (v *view) months() error {
	o := cards.Outlook{Money: v.Desk.Cards.Company.CurrencyOf(sales.Deal{}, sales.Team{})}
	if t, ok, err := store.Teams.Get(v.Read, v.m.Team); err != nil {
		return err
	} else if ok {
		o.Money = v.Desk.Cards.Company.CurrencyOf(sales.Deal{}, t)
	}
	v.o = o
	span := calendar.Span{From: forecast.Month(v.Today).From.AddMonths(1 - monthsBack), To: v.Today}
	chart := &chat.Chart{Kind: "bar", Title: v.Words.Plain("forecast.months"), Unit: v.o.Money}
	text := v.Words.Say("forecast.months")
	some := 0
	for from := span.From; from <= v.Today; from = from.AddMonths(1) {
		month := v.Words.Plain("goal_period.month", "Month", v.Words.Month(from.In(v.Zone).Month()), "Year", string(from[:4]))
		won, err := store.WonBy(v.Read, v.m.Scope, calendar.Span{From: from, To: from.AddMonths(1).AddDays(-1)})
		if err != nil {
			return err
		}
		n := v.money(won[v.o.Money])
		if some == 0 && n.Minor == 0 {
			continue
		}
		if chart.Points = append(chart.Points, chat.DataPoint{Label: month, Value: whole(n)}); n.Minor > 0 {
			some++
			text = chat.Join("\n", text, v.Words.Say("forecast.month_line", "Month", month, "Won", n))
		}
	}
	if some > 1 {
		v.add(text, chat.Block{Chart: chart})
	}
	return nil
}

// weeks draws what a period brings week by week, by the expected closes: what was won or committed to, and what is
// likely. The text names the weeks that bring something.
func (v *view) weeks() error {
	if len(v.o.Open)+len(v.o.Sold) < 2 || v.m.period.From.DaysTo(v.m.period.To) > 100 {
		return nil
	}
	sure, likely := map[calendar.Date]int64{}, map[calendar.Date]int64{}
	for _, d := range v.o.Sold {
		if n := d.Net(); n.Currency == v.o.Money {
			sure[d.Close.Monday()] += n.Minor
			likely[d.Close.Monday()] += n.Minor
		}
	}
	for _, d := range v.o.Open {
		n := d.Net()
		if n.Currency != v.o.Money || d.Said() == sales.Omitted {
			continue
		}
		if d.Said() == sales.Commit {
			sure[d.Close.Monday()] += n.Minor
		}
		likely[d.Close.Monday()] += n.Part(v.o.Chances.Weigh(&d)).Minor
	}
	chart := &chat.Chart{Kind: "bar", Title: v.Words.Plain("forecast.weeks"), Unit: v.o.Money, Name: v.Words.Plain("category.commit")}
	beside := chat.Series{Name: v.Words.Plain("forecast.weighted")}
	text := v.Words.Say("forecast.weeks")
	some, last := 0, 0
	for monday := v.m.period.From.Monday(); monday <= v.m.period.To; monday = monday.AddDays(7) {
		label := v.Words.Day(string(max(monday, v.m.period.From)))
		a, b := v.money(sure[monday]), v.money(likely[monday])
		if some == 0 && a.Minor+b.Minor == 0 {
			continue
		}
		chart.Points = append(chart.Points, chat.DataPoint{Label: label, Value: whole(a)})
		beside.Values = append(beside.Values, whole(b))
		if a.Minor+b.Minor > 0 {
			some, last = some+1, len(chart.Points)
			text = chat.Join("\n", text, v.Words.Say("forecast.week_line", "Date", label, "Commit", short(v.Words, a),
				"Weighted", short(v.Words, b)))
		}
	}
	chart.Points, beside.Values = chart.Points[:last], beside.Values[:last]
	if chart.Beside = []chat.Series{beside}; some > 1 {
		v.add(text, chat.Block{Chart: chart})
	}
	return nil
}

func short(p lang.Printer, m sales.Money) string {
	if m.Minor == 0 {
		return "0"
	}
	return p.MoneyShort(m)
}

// whole is an amount in whole units, as a chart shows it.
func whole(m sales.Money) float64 {
	n := m.Minor
	for range m.Places() {
		n /= 10
	}
	return float64(n)
}

// units is an amount without what is less than a unit of its currency: what is likely is not that exact.
func units(m sales.Money) sales.Money {
	unit := int64(1)
	for range m.Places() {
		unit *= 10
	}
	m.Minor -= m.Minor % unit
	return m
}
