package undo

import "dealdesk/commands/call"

func Feature() call.Feature { return call.Feature{Verbs: undoVerbs()} }
