// Package deal creates, shows and changes deals, from the first stage until they are won or lost.
package deal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "deal", Slash: "deal", Help: true, Shows: true}, Do: show, Reads: true, Closed: true},
			{Route: chat.Route{Name: "deal new", Help: true}, Do: newDeal, OnAccount: newFields},
			{Route: chat.Route{Name: "deal keep"}, Do: keepAsked},
			{Route: chat.Route{Name: "deal list", Help: true}, Do: list, Reads: true, People: true},
			{Route: chat.Route{Name: "deal history", Help: true}, Do: history, Reads: true, Closed: true},
			{Route: chat.Route{Name: "deal advance", Help: true}, Do: advance, OnDeal: advanceFields},
			{Route: chat.Route{Name: "deal stage", Help: true}, Do: stage, OnDeal: stageFields},
			{Route: chat.Route{Name: "deal override"}, Do: override, Reads: true},
			{Route: chat.Route{Name: "deal back", Help: true}, Do: back, OnDeal: whyFields},
			{Route: chat.Route{Name: "deal won", Help: true, Dated: true}, Do: won, OnDeal: wonFields},
			{Route: chat.Route{Name: "deal won anyway"}, Do: wonAnyway, Reads: true},
			{Route: chat.Route{Name: "deal lost", Help: true, Dated: true}, Do: lost, OnDeal: lostFields},
			{Route: chat.Route{Name: "deal amount", Help: true}, Do: setAmount, OnDeal: amountFields},
			{Route: chat.Route{Name: "deal date", Help: true}, Do: setDate, OnDeal: dateFields},
			{Route: chat.Route{Name: "deal next", Help: true}, Do: setNext, OnDeal: nextFields},
			{Route: chat.Route{Name: "deal next sure"}, Do: nextSure},
			{Route: chat.Route{Name: call.PutOff}, Do: putOff},
			{Route: chat.Route{Name: "deal set", Help: true}, Do: setFields, Closed: true, OnDeal: setInputs},
			{Route: chat.Route{Name: cards.StepDone}, Do: stepDone},
			{Route: chat.Route{Name: "deal set sure"}, Do: setSure, Closed: true},
			{Route: chat.Route{Name: "deal give", Help: true}, Do: give, People: true, Closed: true, OnDeal: giveFields},
			{Route: chat.Route{Name: call.GiveAway}, Do: giveSure, Closed: true},
			{Route: chat.Route{Name: "deal reopen", Help: true}, Do: reopen, Closed: true, Reopens: true, OnDeal: whyFields},
			{Route: chat.Route{Name: cards.NudgeSnooze}, Do: nudgeSnooze},
			{Route: chat.Route{Name: cards.NudgeDrop}, Do: nudgeDrop},
			{Route: chat.Route{Name: cards.NudgeList}, Do: nudgeList, Reads: true},
			{Route: chat.Route{Name: nextThis, Shortcut: true}, Do: planThis, Reads: true},
			{Route: chat.Route{Name: call.SuggestDeal}, Do: suggestDeal, Reads: true},
			{Route: chat.Route{Name: advanceTheirs}, Do: movedTheirs},
		},
		Shown: call.Shown{
			store.Deals.Name:  showUndone,
			store.Events.Name: (*desk.Desk).UnpostFromRoom,
			store.Nudges.Name: func(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error { return d.RepostNudge(tx, undone.ID) },
		},
	}
}
