// Package discount requests and decides discounts and special terms, and delegates the right to
// decide.
package discount

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "discount", Slash: "discount", Help: true}, Do: ask, OnDeal: termFields},
			{Route: chat.Route{Name: "discount sure"}, Do: askSure},
			{Route: chat.Route{Name: "discount fill"}, Do: fill, Reads: true},
			{Route: chat.Route{Name: "approve", Help: true}, Free: true, Do: decides(sales.Approve)},
			{Route: chat.Route{Name: "reject", Help: true}, Free: true, Do: decides(sales.Reject)},
			{Route: chat.Route{Name: "change", Help: true}, Free: true, Do: decides(sales.Change)},
			{Route: chat.Route{Name: "assent"}, Do: assent},
			{Route: chat.Route{Name: "remark"}, Do: remark},
			{Route: chat.Route{Name: OfNumber}, Free: true, Do: aboutNumbered},
			{Route: chat.Route{Name: "recall", Help: true}, Free: true, Do: recall},
			{Route: chat.Route{Name: "approvals", Help: true}, Do: approvals, Reads: true},
			{Route: chat.Route{Name: "discount limits"}, Do: limits, Reads: true},
			{Route: chat.Route{Name: "similar"}, Do: similar, Reads: true},
			{Route: chat.Route{Name: "delegate", Help: true}, Do: delegate, People: true},
			{Route: chat.Route{Name: "delegate stop", Help: true}, Do: stopDelegating, People: true},
			{Route: chat.Route{Name: "delegate form"}, Do: func(c *call.Call) (chat.Reply, error) { return delegateForm(c, sales.Person{}), nil },
				Reads: true},
		},
		Shown: call.Shown{
			store.Approvals.Name:   showUndone,
			store.Delegations.Name: showDelegation,
		},
	}
}

func decides(v sales.Verdict) call.Handler {
	return func(c *call.Call) (chat.Reply, error) { return decide(c, v) }
}
