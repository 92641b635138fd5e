// Package goal sets goals, breaks them down, agrees on them, and shows whether they are on pace.
package goal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "goal", Help: true, Shows: true}, Do: show, Reads: true},
			{Route: chat.Route{Name: "goal new", Help: true}, Do: newGoal, People: true, Alone: newInputs},
			{Route: chat.Route{Name: "goal sure"}, Do: setAnyway},
			{Route: chat.Route{Name: "goal said"}, Do: said},
			{Route: chat.Route{Name: "goal list", Help: true}, Do: list, Reads: true},
			{Route: chat.Route{Name: "goal tree", Help: true}, Do: tree, Reads: true},
			{Route: chat.Route{Name: "goal table", Help: true}, Do: table, Reads: true, Alone: onlyGoal},
			{Route: chat.Route{Name: "goal split", Help: true}, Do: split, Alone: splitInputs},
			{Route: chat.Route{Name: "goal target", Help: true}, Do: change("target"), Alone: changeInputs("target")},
			{Route: chat.Route{Name: "goal stretch", Help: true}, Do: change("stretch"), Alone: changeInputs("stretch")},
			{Route: chat.Route{Name: "goal challenge", Help: true}, Do: change("challenge"), Alone: changeInputs("challenge")},
			{Route: chat.Route{Name: "goal due", Help: true}, Do: change("period"), Alone: changeInputs("period")},
			{Route: chat.Route{Name: "goal checkpoint", Help: true}, Do: change("checkpoint"), Alone: changeInputs("checkpoint")},
			{Route: chat.Route{Name: "goal parent", Help: true}, Do: change("parent"), Alone: changeInputs("parent")},
			{Route: chat.Route{Name: "goal value", Help: true}, Do: enter, Alone: enterInputs},
			{Route: chat.Route{Name: "goal accept", Help: true}, Do: accept, Alone: onlyGoal},
			{Route: chat.Route{Name: "goal propose", Help: true}, Do: propose, Alone: proposeInputs},
			{Route: chat.Route{Name: "goal take"}, Do: answer(true)},
			{Route: chat.Route{Name: "goal keep"}, Do: answer(false)},
			{Route: chat.Route{Name: "goal share", Help: true}, Do: share, Alone: onlyGoal},
			{Route: chat.Route{Name: "goal drop", Help: true}, Do: drop, Alone: onlyGoal},
			{Route: chat.Route{Name: "goal copy", Help: true}, Do: copyGoals, Alone: copyInputs},
			{Route: chat.Route{Name: "goal records", Help: true}, Do: records, Reads: true, Alone: onlyGoal},
			{Route: chat.Route{Name: "goal history", Help: true}, Do: history, Reads: true, Alone: onlyGoal},
			{Route: chat.Route{Name: "why", Help: true, Shows: true}, Do: why, Reads: true, Alone: onlyGoal},
			{Route: chat.Route{Name: suggestGoal}, Do: suggestGoals, Reads: true},
			{Route: chat.Route{Name: suggestScope}, Do: suggestScopes, Reads: true},
		},
		Shown: call.Shown{store.Goals.Name: showUndone},
	}
}

// Routes that suggest.
const (
	suggestGoal  = "suggest goal"
	suggestScope = "suggest goal scope"
)
