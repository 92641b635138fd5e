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
	all := n.Tally(kpi.WinRate, "", "")
	w.Ended, w.Won = all.Of, all.N
	now, then, by, ok := w.Outcome()
	if !ok || !d.Enough(all) {
		return chat.Reply{}, sales.No("whatif.too_few", "Count", all.Of, "Least", d.Sample)
	}
	sizes, amounts, few := amountsBy(c, n, by)
	if len(amounts) == 0 {
		in, least := append(n.Currencies(), currency(c))[0], least(kpi.DealSize)
		return chat.Reply{}, sales.No("whatif.too_few_won", "Count", n.Tally(kpi.DealSize, "", in).Of, "Currency", in, "Least", least)
	}
	deals := func(n int64) string { return strings.TrimSuffix(c.Words.Percent(int(n)), "%") }
	lines := []chat.Safe{
		c.Words.Say("kpi.head", "What", c.Words.Plain("whatif.head"), "Whose", a.whose.name, "Days", a.said(c, d)),
		c.Words.Say("whatif.volume", "Was", deals(now.Ended), "Is", deals(then.Ended), "By", by.Volume),
		c.Words.Say("whatif.conversion", "Was", now.Rate, "Is", then.Rate, "By", by.Conversion),
		c.Words.Say("whatif.price", "Sizes", c.Words.List(sizes, false), "By", by.Price),
	}
	lines = append(append(lines, amounts...), c.Words.Say("whatif.assumes"))
	if then.Rate == sales.Hundred {
		lines = append(lines, c.Words.Say("whatif.all_won"))
	}
	if len(amounts) > 1 || len(few) > 0 {
		lines = append(lines, c.Words.Say("whatif.all_currencies"))
	}
	if len(few) > 0 {
		lines = append(lines, c.Words.Say("whatif.left_out", "Currencies", c.Words.List(few, false), "Least", least(kpi.DealSize)))
	}
	text := chat.Join("\n", lines...)
	return chat.Say(text, chat.Para(text)), nil
}

func least(m kpi.Metric) int {
	d, _ := kpi.DefinitionOf(m)
	return d.Sample
}

// amountsBy are what a deal brings and what all bring, was and would be, in each currency that has enough of them, and the
// currencies that have too few.
func amountsBy(c *call.Call, n kpi.Counts, by kpi.Factors) (sizes, amounts, few []chat.Safe) {
	sized, _ := kpi.DefinitionOf(kpi.DealSize)
	for _, in := range n.Currencies() {
		sold := n.Tally(kpi.DealSize, "", in)
		if !sized.Enough(sold) {
			few = append(few, chat.Escape(in))
			continue
		}
		money := func(minor int64) sales.Money { return sales.Money{Minor: minor, Currency: in} }
		size, then := kpi.Scale(sold.N, 1, sold.Of), by.Of(sold.N)
		sizes = append(sizes, c.Words.Say("whatif.size", "Was", money(size), "Is", money(kpi.Scale(size, int64(by.Price), int64(sales.Hundred)))))
		amounts = append(amounts, c.Words.Say("whatif.amount", "Was", money(sold.N), "Volume", by.Volume, "Conversion", by.Conversion,
			"Price", by.Price, "Is", money(then), "Percent", cards.WholePercent(
				sales.Percent(kpi.Scale(then-sold.N, int64(sales.Hundred), sold.N)))))
	}
	return sizes, amounts, few
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
