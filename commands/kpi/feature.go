// Package kpi shows the numbers that a team is led by: each with its formula, its cases and its records.
package kpi

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "kpi", Help: true}, Do: show, Reads: true},
			{Route: chat.Route{Name: "win rate", Help: true}, Do: winRate, Reads: true},
			{Route: chat.Route{Name: "kpi explain", Help: true}, Do: explain, Reads: true},
			{Route: chat.Route{Name: "funnel", Help: true}, Do: funnel, Reads: true},
			{Route: chat.Route{Name: "kpi best", Help: true}, Do: best, Reads: true},
			{Route: chat.Route{Name: "whatif", Help: true}, Do: whatIf, Reads: true},
			{Route: chat.Route{Name: "cost", Help: true}, Do: enterCost, Alone: costInputs},
			{Route: chat.Route{Name: "cost list", Help: true}, Do: listCosts, Reads: true},
			{Route: chat.Route{Name: "kpi share"}, Do: share},
			{Route: chat.Route{Name: "kpi records"}, Do: records, Reads: true},
			{Route: chat.Route{Name: "kpi table"}, Do: table, Reads: true},
		},
	}
}

// winRate is the number with a name that begins like the command for a win.
func winRate(c *call.Call) (chat.Reply, error) {
	return c.Run("kpi", "win rate "+phrase.CutAsking(c.Req.Args))
}
