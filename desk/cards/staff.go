package cards

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/lang"
)

// FunctionName returns a function in words. The company's own functions stay as they are.
func FunctionName(p lang.Printer, function string) chat.Safe {
	if key := "role." + function; p.Has(key) {
		return p.Say(key)
	}
	return chat.Escape(function)
}

func FunctionList(p lang.Printer, functions []string) chat.Safe {
	var names []chat.Safe
	for _, f := range functions {
		names = append(names, FunctionName(p, f))
	}
	return p.List(names, false)
}

func Unreachable(p lang.Printer, why string) chat.Safe {
	if !p.Has("unreachable." + why) {
		return chat.Escape(strings.ReplaceAll(why, "_", " "))
	}
	return p.Say("unreachable." + why)
}
