package self

import (
	"slices"

	"dealdesk/commands/call"
)

func Feature() call.Feature {
	return call.Feature{Verbs: slices.Concat(settingsVerbs(), overdueVerbs(), helpVerbs(), homeVerbs(), pickVerbs())}
}
