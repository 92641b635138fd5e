package forecast

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// typed shows a forecast, or says of a deal what the forecast may count on: "forecast D-7 commit".
func typed(c *call.Call) (chat.Reply, error) {
	args := strings.TrimSpace(c.Req.Args)
	if rest, is, ok := categoryIn(args); ok {
		c.Req.Args = rest
		d, left, err := c.DealArg()
		if err != nil {
			return chat.Reply{}, c.Whole(err)
		}
		if strings.TrimSpace(left) != "" {
			return chat.Reply{}, sales.No("forecast.category", "Text", left)
		}
		return categorise(c, d, is, meant{forecast.Scope{Person: d.Owner, Team: d.Team}, forecast.Quarter(c.Today)})
	}
	if first, rest := phrase.CutWord(args); first != "" && c.Req.Value == "" {
		if id, ok := phrase.ID(first); ok && sales.KindOf(id) == sales.KindDeal {
			if rest != "" {
				return chat.Reply{}, sales.No("forecast.category", "Text", rest)
			}
			return c.Run(call.WhyDeal, id)
		}
	}
	return show(c)
}

// say is typed for a button of a forecast: "D-7/commit/U1|east|2026-10-01|2026-12-31".
func say(c *call.Call) (chat.Reply, error) {
	part := strings.SplitN(c.Req.Value, "/", 3)
	if len(part) != 3 {
		return chat.Reply{}, sales.No("pick.gone")
	}
	m, err := meantIn(c, part[2])
	if err != nil {
		return chat.Reply{}, err
	}
	d, err := c.DealByID(part[0])
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := categorise(c, d, sales.Category(part[1]), m)
	reply.Replace = true
	return reply, err
}

func sayValue(deal string, is sales.Category, m meant) string {
	return deal + "/" + string(is) + "/" + m.id()
}

// categorise keeps what is said of a deal, and shows the forecast with it.
func categorise(c *call.Call, d sales.Deal, is sales.Category, m meant) (chat.Reply, error) {
	if err := call.MayDeal(c, sales.Edit, d); err != nil {
		return chat.Reply{}, err
	}
	d, err := d.Categorise(is)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := store.Deals.Put(c.Tx, d); err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("forecast.said", "Deal", title, "Category", c.Words.Plain("category."+string(is)))
	if d.Close == "" {
		text = chat.Join("\n", text, c.Words.Say("forecast.no_close", "ID", d.ID))
	}
	reply, err := shown(c, m)
	if err != nil {
		return reply, err
	}
	reply.Message.Text = chat.Join("\n", text, reply.Message.Text)
	reply.Message.Blocks = append([]chat.Block{chat.Row(text, c.UndoButton())}, reply.Message.Blocks...)
	return reply, nil
}

// submit keeps the forecast that the person stands by from now on.
func submit(c *call.Call) (chat.Reply, error) {
	m, err := meantBy(c)
	if c.Req.Value == "" {
		span, rest := spanIn(c, strings.TrimSpace(c.Req.Args), shownFor)
		if err = nil; rest != "" {
			return chat.Reply{}, sales.No("forecast.submit_own")
		}
		m = meant{forecast.Scope{Person: c.Me.ID, Team: c.Me.Team}, span}
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if m.Person == "" || c.May(sales.SubmitOwn, m.Person, m.Team) != nil {
		return chat.Reply{}, sales.No("forecast.submit_own")
	}
	o, err := c.Desk.Cards.ForecastOf(c.Read, m.Scope, m.period, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(o.Open)+len(o.Sold) == 0 {
		if led, err := ledTeams(c); err != nil {
			return chat.Reply{}, err
		} else if len(led) > 0 {
			return chat.Reply{}, sales.No("forecast.of_people", "Period", cards.GoalPeriod(c.Words, m.period))
		}
	}
	f, err := o.Kept.Submit(o.Outlook, c.Req.At, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.KeepForecast(c.Tx, f); err != nil {
		return chat.Reply{}, err
	}
	reply, err := shown(c, m)
	if err != nil {
		return reply, err
	}
	text := c.Words.Say("forecast.submitted_now")
	if len(f.Last.Commit) == 0 {
		text = c.Words.Say("forecast.submitted_zero")
	}
	reply.Message.Text = chat.Join("\n", text, reply.Message.Text)
	reply.Message.Blocks = append([]chat.Block{chat.Row(text, c.UndoButton())}, reply.Message.Blocks...)
	reply.Replace = c.Req.Kind == chat.Click
	return reply, nil
}
