package commands

import (
	"slices"

	"dealdesk/desk"
	"dealdesk/store"
)

func activityFeature() Feature {
	return Feature{Verbs: slices.Concat(logVerbs(), logMessageVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Activities.Name: showContact,
	}}
}

func dealFeature() Feature {
	return Feature{Verbs: slices.Concat(dealVerbs(), moveVerbs(), nudgeVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Deals.Name:  showReturned,
		store.Events.Name: (*desk.Desk).UnpostFromRoom,
		store.Nudges.Name: func(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error { return d.RepostNudge(tx, undone.ID) },
	}}
}

func discountFeature() Feature {
	return Feature{Verbs: slices.Concat(discountVerbs(), delegateVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Approvals.Name:   showRequest,
		store.Delegations.Name: showDelegation,
	}}
}

func standupFeature() Feature {
	return Feature{Verbs: standupVerbs(), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Standups.Name: standupUndone,
		store.People.Name:   leaveUndone,
	}}
}

func reviewFeature() Feature {
	return Feature{Verbs: slices.Concat(reviewVerbs(), pipelineVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Runs.Name: reviewUndone,
	}}
}

func accountFeature() Feature {
	return Feature{Verbs: slices.Concat(accountVerbs(), tierVerbs(), contactVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Accounts.Name: showAccount,
	}}
}

func teamFeature() Feature {
	return Feature{Verbs: teamVerbs(), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Proposals.Name: proposalUndone,
	}, Undone: staffUndone}
}

func undoFeature() Feature { return Feature{Verbs: undoVerbs()} }

func selfFeature() Feature {
	return Feature{Verbs: slices.Concat(settingsVerbs(), overdueVerbs(), helpVerbs(), homeVerbs(), pickVerbs())}
}
