package kpi

import (
	"regexp"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/talk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// changes are what a line may change, each with its sign: conversion +5%, 价格 -3%.
var changes = regexp.MustCompile(`(?i)(conversion|win rate|rate|转化率|赢单率|成交率)|` +
	`(price|prices|deal size|价格|单价|客单价)|(volume|deals|数量|商机数量|商机数|商机)`)

var (
	// A sign of its own, so that 3-5% is none.
	byHowMuch = regexp.MustCompile(`(?i)^[\s:：]*(?:by\s+)?([+\-−＋－])\s*(\d{1,4}(?:\.\d{1,2})?)\s*` +
		`(%|％|percent\b|个百分点|个点|percentage points?\b|points?\b|pp\b|pts?\b)?`)
	inPoints = regexp.MustCompile(`(?i)点|point|pp|pt`)
)

// whatIf computes what other numbers would have brought: pure arithmetic, with its assumptions.
func whatIf(c *call.Call) (chat.Reply, error) {
	typed := sales.Simplified(c.Req.Args)
	if plainly, ok := talk.Supposed(typed); ok {
		typed = plainly
	}
	w, rest, err := readChanges(typed)
	if err != nil {
		return chat.Reply{}, err
	}
	a, err := read(c, rest)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := a.whose.mayShow(kpi.WinRate, ""); err != nil {
		return chat.Reply{}, err
	}
	d, _ := kpi.DefinitionOf(kpi.WinRate)
	span := a.span(d, c.Today)
	groups, err := store.Measure(c.Read, store.Question{Teams: a.whose.teams, Person: a.whose.person, Days: span})
	if err != nil {
		return chat.Reply{}, err
	}
	n := groups[0].Counts
	in := currency(c)
	if sold := n.Currencies(); len(sold) > 0 {
		in = sold[0]
	}
	size := n.Tally(kpi.DealSize, "", in)
	all := n.Tally(kpi.WinRate, "", "")
	w.Ended, w.Won, w.Sold, w.Amount = all.Of, all.N, size.Of, size.N
	now, then, ok := w.Outcome()
	switch sized, _ := kpi.DefinitionOf(kpi.DealSize); {
	case !ok || !d.Enough(all):
		return chat.Reply{}, sales.No("whatif.too_few", "Count", all.Of, "Least", d.Sample)
	case !sized.Enough(size):
		return chat.Reply{}, sales.No("whatif.too_few_won", "Count", size.Of, "Currency", in, "Least", sized.Sample)
	}
	money := func(n int64) string {
		return cards.GoalLevel(c.Words, goal.Goal{Metric: kpi.Revenue, Currency: in}, n)
	}
	deals := func(n int64) string { return strings.TrimSuffix(c.Words.Percent(int(n)), "%") }
	text := chat.Join("\n",
		c.Words.Say("kpi.head", "What", c.Words.Plain("whatif.head"), "Whose", a.whose.name, "Days", a.said(c, d)),
		c.Words.Say("whatif.volume", "Was", deals(now.Ended), "Is", deals(then.Ended)),
		c.Words.Say("whatif.conversion", "Was", now.Rate, "Is", then.Rate),
		c.Words.Say("whatif.price", "Was", money(now.Size), "Is", money(then.Size)),
		c.Words.Say("whatif.amount", "Was", money(now.Amount), "Is", money(then.Amount), "Percent", cards.WholePercent(
			sales.Percent(kpi.Scale(then.Amount-now.Amount, int64(sales.Hundred), now.Amount)))),
		c.Words.Say("whatif.assumes"))
	if then.Rate == sales.Hundred {
		text = chat.Join("\n", text, c.Words.Say("whatif.all_won"))
	}
	if len(n.Currencies()) > 1 {
		text = chat.Join("\n", text, c.Words.Say("whatif.one_currency", "Currency", in))
	}
	return chat.Say(text, chat.Para(text)), nil
}

// readChanges takes what is to change out of a line.
func readChanges(line string) (w kpi.WhatIf, rest string, err error) {
	into := []*kpi.Change{&w.Conversion, &w.Price, &w.Volume}
	found := false
	for {
		m := changes.FindStringSubmatchIndex(line)
		if m == nil {
			break
		}
		by := byHowMuch.FindStringSubmatch(line[m[1]:])
		if by == nil {
			return w, "", sales.No("whatif.how_much", "Text", line[m[0]:m[1]])
		}
		number, err := strconv.ParseFloat(by[2], 64)
		if err != nil {
			return w, "", sales.No("whatif.how_much", "Text", line[m[0]:m[1]])
		}
		change := kpi.Change{By: sales.Percent(number*100 + 0.5), Points: inPoints.MatchString(by[3])}
		if strings.ContainsAny(by[1], "-−－") {
			change.By = -change.By
		}
		if change.By < -sales.Hundred {
			return w, "", sales.No("whatif.below_nothing", "Text", line[m[0]:m[1]], "By", strings.Trim(by[0], " :：-−－"))
		}
		for i, c := range into {
			if m[2*i+2] < 0 {
				continue
			}
			if change.Points && i > 0 {
				return w, "", sales.No("whatif.points", "Text", line[m[0]:m[1]])
			}
			if *c != (kpi.Change{}) {
				return w, "", sales.No("whatif.twice", "Text", line[m[0]:m[1]])
			}
			*c, found = change, true
		}
		line = line[:m[0]] + " " + line[m[1]+len(by[0]):]
	}
	if !found {
		return w, "", sales.No("whatif.nothing")
	}
	return w, strings.Trim(line, " ,，;；、"), nil
}
